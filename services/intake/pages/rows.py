"""Lists and files in the shapes that the page macros expect."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import url_for

from services.handoffs.outcomes import Stage
from services.intake.evidence import kinds, thumbs
from services.intake.rules.files import FULL_NIK
from services.intake.states import CLOSED, TONES, State
from services.shared.clock import short_date
from services.shared.errors import Unavailable
from services.shared.web.service import current_service

COLUMNS = [
    ("number", "Nomor"),
    ("applicant", "Pemohon"),
    ("title", "Pokok"),
    ("status", "Status"),
    ("due", "Batas waktu"),
]
OF_ONE_STATE = [column for column in COLUMNS if column[0] != "status"]
STAGES = {
    Stage.VERIFICATION: "Diverifikasi Kasi",
    Stage.CAMAT: "Dipelajari Camat",
    Stage.MEETING: "Tatap muka Camat",
    Stage.TEAM: "Ditangani Tim",
    Stage.DECISION: "Keputusan Camat",
    Stage.LETTER: "Surat disiapkan",
    Stage.FOLLOW_UP: "Tindak lanjut Tim",
}
ACTIONS = {
    State.DRAFT_INTAKE: ("Isi formulir", "form.show"),
    State.INTAKE_CHECK: ("Periksa", "check.show"),
    State.READY_FOR_HANDOVER: ("Serahkan", "handover.show"),
}


def queue(lines: Iterable[dict[str, Any]], *, direct: bool = True) -> list[dict[str, Any]]:
    """Lines of a list for ``queue_table``; ``direct`` leads to the next step instead of to the case page."""
    return [_row(line, direct=direct) for line in lines]


def _row(line: dict[str, Any], *, direct: bool) -> dict[str, Any]:
    state = State(line["state"])
    label, endpoint = ACTIONS.get(state, ("Buka", "complaint.show")) if direct else ("Buka", "complaint.show")
    in_review = state == State.FORWARDED and line["stage"]
    return {
        "url": url_for(endpoint, case_no=line["case_no"]),
        "number": line["case_no"],
        "note": line["received_at"],
        "applicant": line["applicant_name"],
        "title": line["title"],
        "status": STAGES[Stage(line["stage"])] if in_review else line["state_label"],
        "tone": tone(state),
        "due": short_date(line["deadline"]) if line["deadline"] else "",
        "days_left": line["days_left"],
        "action": label,
    }


def tone(state: str) -> str:
    """The colour of a state."""
    return TONES.get(State(state), "ok" if state in CLOSED else "info")


def evidence(files: Iterable[dict[str, Any]], lost: frozenset[str]) -> list[dict[str, Any]]:
    """Files for ``evidence_list``; one whose bytes are gone is said so and has no links."""
    return [_file(file, gone=file["sha256"] in lost) for file in files]


def _file(file: dict[str, Any], *, gone: bool) -> dict[str, Any]:
    url, kind = file["url"], kind_of(file["content_type"])
    shown = {
        "name": file["name"],
        "type": f"{file['role_label']} · {kinds.ALLOWED.get(file['content_type'], 'Berkas')}",
        "kind": kind,
        "size": file["size"],
        "sha256": file["sha256"],
        "at": file["added_at"],
        "who": file["added_by"],
        "id": file["id"],
        "role": file["role"],
    }
    if gone:
        return shown | {
            "kind": "other",
            "type": f"{shown['type']} · TIDAK DITEMUKAN di penyimpanan, lapor administrator",
        }
    small = file["role"] not in FULL_NIK and thumbs.has_thumb(file["content_type"], file["size"])
    return shown | {
        "url": url,
        "thumb_url": f"{url}/thumb" if small else None,
        "preview_url": url if kind in {"image", "pdf"} else None,
        "download_url": f"{url}?download=1",
    }


def documents(files: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Papers of ours for ``document_list``, newest first."""
    listed = [{"title": f["role_label"], "url": f["url"], "note": f["name"], "at": f["added_at"]} for f in files]
    return listed[::-1]


def kind_of(content_type: str) -> str:
    """image, video, audio, pdf or other; a photo that browsers do not show (HEIC) is other."""
    if content_type == "application/pdf":
        return "pdf"
    family = content_type.split("/", maxsplit=1)[0]
    return family if family in {"image", "video", "audio"} and content_type != "image/heic" else "other"


def lost_files(case_no: str, files: Iterable[dict[str, Any]]) -> frozenset[str]:
    """Hashes of files whose bytes the store does not have any more; none where the store does not answer."""
    service = current_service()
    settings = service.settings
    try:
        found = {
            key.rsplit("/", 1)[-1]
            for bucket in (settings.evidence_bucket, settings.documents_bucket)
            for key in service.store.keys(bucket, f"{case_no}/")
        }
    except Unavailable:
        return frozenset()
    return frozenset(file["sha256"] for file in files if file["role"] != "letter") - found
