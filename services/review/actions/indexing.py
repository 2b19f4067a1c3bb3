"""What a case is searched by, noted whenever it changes; what an earlier version noted is noted anew by a timed job."""

from __future__ import annotations

from sqlalchemy import select

from services.review.rules.reported import shown_name
from services.review.rules.search import words_of
from services.review.tables import Case
from services.shared import folding
from services.shared.jobs.reindexing import job
from services.shared.unit_of_work import Work


def note_words(case: Case) -> None:
    """Set what a case is found by."""
    said = (
        case.case_no,
        case.lapor_no or "",
        case.title,
        case.village,
        case.place,
        *map(shown_name, case.reported_persons),
    )
    names = f"{case.applicant_name} {case.represented_name}"
    words = words_of(said, names, case.phone, confidential=case.confidential)
    case.search, case.search_full, case.folding = words["search"], words["search_full"], folding.VERSION


def note_again(work: Work, case_no: str) -> None:
    """The words of a case anew; one that somebody works on at this moment waits for the next run."""
    if case := work.session.scalar(select(Case).filter_by(case_no=case_no).with_for_update(skip_locked=True)):
        note_words(case)


JOB = job("review.search", Case.case_no, Case.folding, note_again)
