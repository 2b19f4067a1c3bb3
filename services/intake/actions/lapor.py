"""Beside the steps: under which number the same complaint stands at LAPOR!/SP4N."""

from __future__ import annotations

from services.handoffs.intake_to_review import LAPOR_NOTED
from services.handoffs.outbox import post
from services.intake.actions.indexing import note_again
from services.intake.queries import case_for_update
from services.intake.rules.lapor import tidy
from services.intake.states import MOVES
from services.intake.tables import Complaint
from services.shared.rights.moves import advance
from services.shared.unit_of_work import Work


def note_lapor(work: Work, case_no: str, version: int | None, *, lapor_no: str) -> Complaint:
    """Note the number, change it, or take it away; it is found by it, printed, and review knows it.

    Only while the complaint is open: its line in the register book, which says the number, never changes.

    Raises:
        RuleBroken: it is no number of theirs.
    """
    number = tidy(lapor_no)
    complaint = case_for_update(work.session, case_no)
    if not advance(MOVES, complaint, "note_lapor", work.actor, work.now, version):
        return complaint
    complaint.lapor_no = number
    work.session.flush()
    note_again(work, case_no)
    work.audit("note_lapor", case_no, f"Nomor LAPOR! dicatat: {number}" if number else "Nomor LAPOR! dihapus")
    if complaint.round:
        post(work, LAPOR_NOTED, case_no, {"lapor_no": number, "noted_at": work.now})
    return complaint
