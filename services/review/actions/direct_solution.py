"""Step 8a: the Camat gives the solution to the applicant, and the case ends."""

from __future__ import annotations

from datetime import datetime

from services.review.actions.conveyance import end_told, file_record, note_told
from services.review.actions.moving import step
from services.review.tables import Case
from services.shared.unit_of_work import Work


@step
def resolve_directly(
    work: Work, case: Case, *, solution: str, told_at: datetime | None, told_how: str, message: str
) -> None:
    """Step 8a: the Camat gives the solution to the applicant; the case ends.

    ``solution`` is the office's record; the applicant reads ``message``, or the usual words of this end.
    """
    told = {"told_at": told_at, "told_to": "Pemohon", "told_how": told_how, "summary": message}
    row = note_told(work, case, "8a", solution, **told)
    file_record(work, case, row, "")
    work.audit("resolve_directly", case.case_no, f"Diselesaikan langsung oleh Camat: {solution}")
    end_told(work, case, row, solution)
