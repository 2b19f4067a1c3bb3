"""The parts of the case page as the macros want them: files, papers, letters, time line, handoffs."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask import url_for

from services.handoffs.outcomes import MeetingResult
from services.review.rules.disposition import shown_members
from services.review.rules.enclosing import line_of
from services.review.rules.files import FILE_ROLES, IDENTIFYING_ROLES, derived
from services.review.rules.mediation import PROMISES, capacity
from services.review.rules.meeting import RESULTS
from services.review.rules.meeting import STATES as MEETING_STATES
from services.review.rules.verification import SHEET
from services.review.shown import words
from services.review.shown.case import Opened
from services.review.verbs import VERBS
from services.shared.config.office import Office
from services.shared.files import kinds
from services.shared.files.brought import BroughtFile
from services.shared.files.cleaning.known import DRAWN
from services.shared.files.serving import made_of
from services.shared.files.shown import NAMES, item, kind_of
from services.shared.rights.people import Acting
from services.shared.web.files import INLINE

UNSURE = (
    "Jenis ini tidak selalu dapat diputar browser; yang diputar di sini ialah salinan yang dibuat loket. Bila tidak "
    "berbunyi atau tidak bergambar, unduh berkasnya dan buka dengan pemutar seperti VLC."
)
SMALL = 1_500_000  # bytes; a picture up to this size is its own thumbnail
ROLE_LABELS = {
    "id_card": "KTP",
    "signed_form": "Formulir bertanda tangan",
    "form": "Formulir",
    "receipt": "Tanda terima",
    **FILE_ROLES,
}


def build(opened: Opened, office: Office) -> dict[str, Any]:
    """The parts of one case."""
    case_no, data = opened.case.case_no, opened.data
    return {
        "evidence": _of_the_desk(opened),
        "loose": [_attached(opened, f) for f in data["files"] if f["origin"] == "review" and _loose(f)],
        "of_coordination": lambda which: _of(opened, "coordination_id", which),
        "of_visit": lambda which: _of(opened, "visit_id", which),
        "sheet_notes": lambda row: [(SHEET[item], note) for item, note in row["notes"].items()],
        "papers": [_paper(case_no, f) for f in data["files"] if f["origin"] == "paper"],
        "letters": [_letter(case_no, row, office) for row in data["letters"]],
        "events": [_event(event) for event in VERBS.time_line(data["timeline"])],
        "deliveries": _deliveries(data["deliveries"]),
        "instruction_labels": lambda codes: "; ".join(office.instructions.get(code, code) for code in codes),
        "enclosed": lambda row: "; ".join(line_of(file) for file in row["enclosed"]),
        "disposed": lambda row: shown_members(SimpleNamespace(**row)),
        "meeting_state": meeting_state,
        "capacity": lambda code: capacity(code, office.office.village_head),
        "promise_states": PROMISES,
        "by": lambda row: signed_by(row, office),
    }


def meeting_state(row: dict[str, Any]) -> str:
    """Where a meeting is, or what came of it; one of the release before has minutes and no state."""
    if not row["recorded_at"]:
        return MEETING_STATES[row["state"]]
    return RESULTS[MeetingResult(row["result"])] if row["result"] else MEETING_STATES["held"]


def _of_the_desk(opened: Opened) -> list[dict[str, Any]]:
    """What the applicant brought, with the small pictures that the desk made of it."""
    case_no = opened.case.case_no
    found = [file for file in opened.data["files"] if file["origin"] == "intake"]
    buckets = {file.bucket for file in opened.records.files if file.origin == "intake"}
    made = made_of(buckets, derived(case_no)) if found else frozenset()
    return [_evidence(case_no, file) | _pictures(case_no, file, made) for file in found]


def _pictures(case_no: str, file: dict[str, Any], made: frozenset[tuple[str, str]]) -> dict[str, str]:
    small = (("thumb_url", "thumb"), ("picture_url", "preview"))
    there = [(url, name) for url, name in small if (file["sha256"], name) in made]
    return {url: url_for("pages.send_small", case_no=case_no, file_id=file["id"], name=name) for url, name in there}


def _loose(file: dict[str, Any]) -> bool:
    """Attachments that belong to no coordination or visit. Drawn signatures stand under the minutes (``papers``)."""
    return not file["coordination_id"] and not file["visit_id"] and file["role"] != "signature"


def _of(opened: Opened, owner: str, which: Any) -> list[dict[str, Any]]:
    return [_attached(opened, file) for file in opened.data["files"] if file[owner] == which]


def _attached(opened: Opened, file: dict[str, Any]) -> dict[str, Any]:
    """What was attached here, as its custody knows it; what is older than that, by its row alone."""
    kept = opened.records.brought.get(file["id"])
    known = _evidence(opened.case.case_no, file)
    return evidence(opened.case.case_no, kept, ROLE_LABELS[kept.role]) | {"who": file["added_by"]} if kept else known


def evidence(case_no: str, kept: BroughtFile, label: str) -> dict[str, Any]:
    """An attachment for ``evidence_list``, and for its own page."""
    url = url_for("pages.send_file", case_no=case_no, file_id=kept.id)
    return item({name: getattr(kept, name) for name in NAMES}, url, label)


def signed_by(row: dict[str, Any], office: Office) -> str:
    """Who wrote a row, and in whose office they acted: ``Budi, Plh. Camat Kumelembuai``."""
    if not row["acting"]:
        return str(row["by_name"])
    acting = Acting.from_dict(row["acting"])
    return f"{row['by_name']}, {acting.title(office.official(acting.role).title)}"


def _url(case_no: str, file: dict[str, Any], **query: Any) -> str:
    return url_for("pages.send_file", case_no=case_no, file_id=file["id"], **query)


def _evidence(case_no: str, file: dict[str, Any]) -> dict[str, Any]:
    """A file as ``evidence_list`` wants it."""
    kind, url = kind_of(file["content_type"]), _url(case_no, file)
    label, role = kinds.ALLOWED.get(file["content_type"], "Berkas"), ROLE_LABELS.get(file["role"])
    return {
        **{name: file[name] for name in ("name", "size", "sha256")},
        "type": f"{role} · {label}" if role else label,
        "kind": kind,
        "at": file["added_at"],
        "who": file["added_by"],
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
        return _url(case_no, file)
    return _url(case_no, file, view="1") if file["content_type"] in DRAWN else ""


def _play(case_no: str, file: dict[str, Any], kind: str) -> dict[str, str]:
    """What a player is given: the desk's copy of what browsers may not play, where it made one; else the file."""
    if kind not in {"video", "audio"}:
        return {}
    unsure = file["content_type"] not in INLINE
    return {"play_url": _url(case_no, file, play="1"), "playing": UNSURE if unsure else ""}


def _paper(case_no: str, file: dict[str, Any]) -> dict[str, Any]:
    title = file["name"].removesuffix(".pdf").removesuffix(f" {case_no}")
    return {
        "title": title,
        "url": _url(case_no, file),
        "at": file["added_at"],
        "note": file["added_by"],
        "icon": "print",
    }


def _letter(case_no: str, row: dict[str, Any], office: Office) -> dict[str, Any]:
    status, tone = words.LETTER_LABELS[row["progress"]]
    kind = office.letter_kinds.get(row["letter_kind"], "Surat")
    facts = [f"Nomor {row['number']}" if row["number"] else "", f"kepada {row['recipient']}"]
    if row["corrections"]:
        facts.append(f"{row['corrections']} kali koreksi")
    sealed = url_for("pages.send_file", case_no=case_no, file_id=row["file_id"]) if row["file_id"] else ""
    return {
        "title": f"{kind} ({row['step']})",
        "url": sealed or f"/letters/letters/{row['letter_id']}",
        "note": ", ".join(fact for fact in facts if fact),
        "at": row["changed_at"],
        "icon": "stamp" if row["number"] else "edit",
        "status": status,
        "tone": tone,
    }


def _event(event: dict[str, Any]) -> dict[str, Any]:
    """A line of the time line; the first sentence is what happened, the rest is its note."""
    what, _, note = event["what"].partition(": ")
    return event | {"what": what, "note": note}


def _deliveries(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was told to the other services: each kind once per state it is in, with the newest time."""
    shown: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        label = words.DELIVERY_LABELS.get((row["kind"], row["receiver"]), row["kind"])
        before = shown.get((label, row["state"]))
        since = max(row["since"], before["since"]) if before else row["since"]
        shown[label, row["state"]] = {"label": label, "state": row["state"], "since": since}
    return list(shown.values())
