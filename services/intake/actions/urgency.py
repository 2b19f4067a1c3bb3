"""Urgent at the desk: danger to life, a weapon, happening now. Who decides hears of it at once, by an own channel."""

from __future__ import annotations

from services.handoffs.intake_to_review import URGENCY_NOTED
from services.handoffs.outbox import post
from services.intake.notices import urgency as notices
from services.intake.queries import case_for_update
from services.intake.rules.urgency import DANGERS
from services.intake.states import MOVES
from services.intake.tables import Complaint
from services.shared.rights.moves import advance
from services.shared.unit_of_work import Work


def mark_urgent(work: Work, case_no: str, version: int | None, *, danger: str, reason: str) -> Complaint:
    """Beside the steps: this cannot wait. Section head and Camat are alerted, the steps' limits count in hours.

    The complaint stands where it stood; a second mark says the reason anew and alerts once more.
    """
    complaint = case_for_update(work.session, case_no)
    if not advance(MOVES, complaint, "mark_urgent", work.actor, work.now, version):
        return complaint
    complaint.urgent_at, complaint.urgent_danger, complaint.urgent_reason = work.now, danger, reason
    complaint.urgent_by = work.actor.name
    work.audit("mark_urgent", case_no, f"Ditandai mendesak: {DANGERS[danger].lower()}")
    notices.alert(work, complaint)
    if complaint.round:
        tell_review(work, complaint)
    return complaint


def tell_review(work: Work, complaint: Complaint) -> None:
    """The urgency travels with the case: at once where the section head has it, else right behind the handoff."""
    if complaint.urgent_at is None:
        return
    body = {"danger": DANGERS[complaint.urgent_danger], "reason": complaint.urgent_reason}
    post(work, URGENCY_NOTED, complaint.case_no, body | {"noted_at": complaint.urgent_at, "by": complaint.urgent_by})
