"""The words of complaints that an earlier version noted, noted anew by the timed job ``intake.search``."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from services.intake.actions.draft import typed_names
from services.intake.actions.persons import names_of
from services.intake.queries.words import forget, note_words, of_case
from services.intake.tables import BookEntry, Complaint, ComplaintWords
from services.intake.tables.encrypted import read_draft
from services.shared.encryption.vault import Unreadable
from services.shared.jobs.reindexing import job
from services.shared.unit_of_work import Work


def note_again(work: Work, case_no: str) -> None:
    """The words of a complaint anew; one that somebody works on at this moment waits for the next run."""
    # Never waiting: whoever has the complaint waits for the list of words, which ``forget`` keeps until the end.
    mine = select(Complaint).filter_by(case_no=case_no).options(lazyload("*"))
    complaint = work.session.scalar(mine.with_for_update(skip_locked=True))
    if complaint is None:
        return
    before = set(of_case(work.session, case_no))
    person = complaint.applicant
    village = work.office.villages.get(person.village, person.village_other) if person else ""
    hidden = person.confidential if person else True
    note_words(work.session, complaint, village, _name(work, complaint), confidential=hidden)
    if gone := before - set(of_case(work.session, case_no)):
        forget(work.session, sorted(gone))  # a name as it was noted before must go with its complaint


def _name(work: Work, complaint: Complaint) -> str:
    if complaint.applicant:
        return names_of(complaint)
    try:
        typed = typed_names(read_draft(work.service.vault, complaint))
    except Unreadable:
        typed = ""
    visitor = select(BookEntry.visitor).filter_by(case_no=complaint.case_no)
    return typed or work.session.scalar(visitor) or ""


JOB = job("intake.search", ComplaintWords.case_no, ComplaintWords.folding, note_again)
