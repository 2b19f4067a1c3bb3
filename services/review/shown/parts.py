"""The parts of the case page as the macros want them: files, letters, time line, handoffs, and words for rows."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from flask import url_for

from services.handoffs.outcomes import MeetingResult
from services.review.rules.disposition import shown_members
from services.review.rules.enclosing import line_of
from services.review.rules.mediation import PROMISES, capacity
from services.review.rules.meeting import RESULTS
from services.review.rules.meeting import STATES as MEETING_STATES
from services.review.rules.verification import SHEET
from services.review.shown import files, words
from services.review.shown.case import Opened
from services.review.shown.story import events
from services.shared.config.office import Office
from services.shared.rights.people import Acting


def build(opened: Opened, office: Office) -> dict[str, Any]:
    """The parts of one case."""
    case_no, data = opened.case.case_no, opened.data
    return {
        "evidence": files.of_the_desk(opened),
        "loose": [files.attached(opened, f) for f in data["files"] if f["origin"] == "review" and files.is_loose(f)],
        "of_coordination": lambda which: files.of(opened, "coordination_id", which),
        "of_visit": lambda which: files.of(opened, "visit_id", which),
        "sheet_notes": lambda row: [(SHEET[item], note) for item, note in row["notes"].items()],
        "papers": [files.paper(case_no, f) for f in data["files"] if f["origin"] == "paper"],
        "letters": [_letter(case_no, row, office) for row in data["letters"]],
        "events": events(data["timeline"]),
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


def signed_by(row: dict[str, Any], office: Office) -> str:
    """Who wrote a row, and in whose office they acted: ``Budi, Plh. Camat Kumelembuai``."""
    if not row["acting"]:
        return str(row["by_name"])
    acting = Acting.from_dict(row["acting"])
    return f"{row['by_name']}, {acting.title(office.official(acting.role).title)}"


def _letter(case_no: str, row: dict[str, Any], office: Office) -> dict[str, Any]:
    status, tone = words.LETTER_LABELS[row["progress"]]
    kind = office.letter_kinds.get(row["letter_kind"], "Surat")
    sealed = url_for("pages.send_file", case_no=case_no, file_id=row["file_id"]) if row["file_id"] else ""
    return {
        "title": f"{kind} ({row['step']})",
        "url": sealed or f"/letters/letters/{row['letter_id']}",
        "note": _letter_note(row),
        "at": row["changed_at"],
        "icon": "stamp" if row["number"] else "edit",
        "status": status,
        "tone": tone,
    }


def _letter_note(row: dict[str, Any]) -> str:
    """Its number, to whom it goes, and how often it was corrected."""
    number = f"Nomor {row['number']}" if row["number"] else ""
    corrected = f"{row['corrections']} kali koreksi" if row["corrections"] else ""
    return ", ".join(filter(None, (number, f"kepada {row['recipient']}", corrected)))


def _deliveries(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was told to the other services: each kind once per state it is in, with the newest time."""
    shown: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        label = words.DELIVERY_LABELS.get((row["kind"], row["receiver"]), row["kind"])
        before = shown.get((label, row["state"]))
        since = max(row["since"], before["since"]) if before else row["since"]
        shown[label, row["state"]] = {"label": label, "state": row["state"], "since": since}
    return list(shown.values())
