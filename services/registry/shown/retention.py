"""Lists of archives to be destroyed as pages and API show them."""

from __future__ import annotations

from typing import Any

from services.registry.queries.retention import WholeList
from services.registry.schemas.retention import SUMMARY, WHOLE
from services.registry.states import DESTRUCTION_LABELS, DESTRUCTION_MOVES, DestructionState
from services.registry.tables import ArchiveCase, Destruction
from services.shared.rights.people import Actor

TONES = {
    DestructionState.DRAFT: "info",
    DestructionState.APPROVED: "active",
    DestructionState.DESTROYING: "active",
    DestructionState.DESTROYED: "mute",
}


def whole(found: WholeList, person: Actor) -> dict[str, Any]:
    """A list for page and API."""
    shown = {name: getattr(found.row, name) for name in WHOLE}
    return {**shown, "items": found.items, "approvals": found.approvals, "verbs": verbs(found, person)}


def verbs(found: WholeList, person: Actor) -> list[str]:
    """What this person may do with the list now; nobody approves twice, or what he submitted himself."""
    state = DestructionState(found.row.state)
    given = {approval.username for approval in found.approvals} | {found.row.submitted_by}
    may = DESTRUCTION_MOVES.verbs_for(state, person.roles)
    return [verb for verb in may if verb != "approve" or person.username not in given]


def summary(row: Destruction, count: int) -> dict[str, Any]:
    """A list in a list of lists."""
    return {**{name: getattr(row, name) for name in SUMMARY}, "archives": count}


def list_row(row: Destruction, count: int) -> dict[str, Any]:
    """A line of the list page."""
    state = DestructionState(row.state)
    return {
        "number": row.no,
        "note": row.created_at,
        "archives": f"{count} arsip",
        "minutes": row.minutes_no or "",
        "status": DESTRUCTION_LABELS[state],
        "tone": TONES.get(state, "warn"),
        "url": f"/registry/destructions/{row.id}",
    }


def ended_row(case: ArchiveCase) -> dict[str, Any]:
    """A line about an archive that has outlived its retention."""
    return {
        "number": case.archive_no,
        "note": f"Pengaduan {case.case_no}",
        "until": case.inactive_until,
        "fate": case.fate,
        "hold": f"Ditahan: {case.hold_reason}" if case.hold_reason else "",
        "url": f"/registry/archive/{case.case_no}",
    }
