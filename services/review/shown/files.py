"""The files of a case as the macros want them: what the desk got, what was attached here, the printed papers."""

from __future__ import annotations

from typing import Any

from flask import url_for

from services.review.rules.files import FILE_ROLES, IDENTIFYING_ROLES, derived
from services.review.shown.case import Opened
from services.shared.files import kinds
from services.shared.files.brought import BroughtFile
from services.shared.files.cleaning.known import DRAWN
from services.shared.files.media.known import SHOWN
from services.shared.files.serving import made_of
from services.shared.files.shown import NAMES, item, kind_of
from services.shared.files.troubles import SHORT, TROUBLES
from services.shared.web.files import INLINE
from services.shared.web.service import current_service

UNSURE = (
    "Jenis ini tidak selalu dapat diputar browser; yang diputar di sini ialah salinan yang dibuat loket. Bila tidak "
    "berbunyi atau tidak bergambar, unduh berkasnya dan buka dengan pemutar seperti VLC."
)
SMALL = 1_500_000  # bytes; a picture up to this size is its own thumbnail
ROLE_LABELS = {
    "id_card": "KTP",
    "signed_form": "Formulir bertanda tangan",
    "authority": "Surat kuasa",
    "mandate": "Surat dasar mewakili",
    "form": "Formulir",
    "receipt": "Tanda terima",
    **FILE_ROLES,
}


def of_the_desk(opened: Opened) -> list[dict[str, Any]]:
    """What the applicant brought, with the small pictures that the desk made of it: of none that tells who it is."""
    case_no = opened.case.case_no
    found = [file for file in opened.data["files"] if file["origin"] == "intake"]
    shown = {file["sha256"] for file in found if file["content_type"] in SHOWN and not _identifies(file)}
    made = made_of(current_service().settings.evidence_bucket, derived(case_no), shown)
    return [_evidence(case_no, file) | _pictures(case_no, file, made) for file in found]


def _pictures(case_no: str, file: dict[str, Any], made: frozenset[tuple[str, str]]) -> dict[str, str]:
    small = (("thumb_url", "thumb"), ("picture_url", "preview"))
    there = [(url, name) for url, name in small if (file["sha256"], name) in made]
    return {url: url_for("pages.send_small", case_no=case_no, file_id=file["id"], name=name) for url, name in there}


def is_loose(file: dict[str, Any]) -> bool:
    """Attachments that belong to no coordination or visit. Drawn signatures stand under the minutes (``papers``)."""
    return not file["coordination_id"] and not file["visit_id"] and file["role"] != "signature"


def of(opened: Opened, owner: str, which: Any) -> list[dict[str, Any]]:
    return [attached(opened, file) for file in opened.data["files"] if file[owner] == which]


def attached(opened: Opened, file: dict[str, Any]) -> dict[str, Any]:
    """What was attached here, as its custody knows it; what is older than that, by its row alone."""
    kept = opened.records.brought.get(file["id"])
    known = _evidence(opened.case.case_no, file)
    return evidence(opened.case.case_no, kept, ROLE_LABELS[kept.role]) | {"who": file["added_by"]} if kept else known


def evidence(case_no: str, kept: BroughtFile, label: str) -> dict[str, Any]:
    """An attachment for ``evidence_list``, and for its own page."""
    url = url_for("pages.send_file", case_no=case_no, file_id=kept.id)
    return item({name: getattr(kept, name) for name in NAMES}, url, label)


def _url(case_no: str, file: dict[str, Any], **query: Any) -> str:
    return url_for("pages.send_file", case_no=case_no, file_id=file["id"], **query)


def _evidence(case_no: str, file: dict[str, Any]) -> dict[str, Any]:
    """A file as ``evidence_list`` wants it."""
    kind, url = kind_of(file["content_type"]), _url(case_no, file)
    kind = "other" if file["trouble"] == "oversized" else kind
    label, role = kinds.ALLOWED.get(file["content_type"], "Berkas"), ROLE_LABELS.get(file["role"])
    return {
        **{name: file[name] for name in ("name", "size", "sha256")},
        "type": f"{role} · {label}" if role else label,
        "kind": kind,
        "at": file["added_at"],
        "who": file["added_by"],
        "warning": TROUBLES.get(file["trouble"], ""),
        "trouble_word": SHORT.get(file["trouble"], ""),
        "warning_tone": "warning",
        "thumb_url": url if kind == "image" and file["size"] <= SMALL and not _identifies(file) else "",
        "url": url,
        "preview_url": _view(case_no, file, kind),
        "download_url": _url(case_no, file, download="1"),
    } | _play(case_no, file, kind)


def _identifies(file: dict[str, Any]) -> bool:
    """Whether each look at it is noted: it is opened by a press, not by the page itself."""
    return file["role"] in IDENTIFYING_ROLES


def _view(case_no: str, file: dict[str, Any], kind: str) -> str:
    """What is opened in the browser: the file, or what is drawn of a photo that browsers do not show."""
    if kind in {"image", "pdf"}:
        return _url(case_no, file) if file["trouble"] != "acting" else ""
    return _url(case_no, file, view="1") if file["content_type"] in DRAWN else ""


def _play(case_no: str, file: dict[str, Any], kind: str) -> dict[str, str]:
    """What a player is given: the desk's copy of what browsers may not play, where it made one; else the file."""
    if kind not in {"video", "audio"}:
        return {}
    unsure = file["content_type"] not in INLINE
    return {"play_url": _url(case_no, file, play="1"), "playing": UNSURE if unsure else ""}


def paper(case_no: str, file: dict[str, Any]) -> dict[str, Any]:
    title = file["name"].removesuffix(".pdf").removesuffix(f" {case_no}")
    return {
        "title": title,
        "url": _url(case_no, file),
        "at": file["added_at"],
        "note": file["added_by"],
        "icon": "print",
    }
