"""What rows of the register book are searched by, noted beside the book: its rows themselves never change."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased

from services.registry.queries.agenda import said_of
from services.registry.states import CaseState
from services.registry.tables import AgendaEntry, AgendaNumber, ArchiveCase, LetterNumber, RegisterEntry, RegisterWords
from services.registry.tables.book import PERSONAL, SEARCHED
from services.shared import folding
from services.shared.jobs.reindexing import job
from services.shared.rights import barring
from services.shared.unit_of_work import Work


def note_words(session: Session, entry: RegisterEntry) -> None:
    """Keep what a row is found by; its letter's number comes after the row (16b). Of a destroyed case no person is."""
    kept = select(ArchiveCase.state).where(ArchiveCase.case_no == entry.case_no)
    destroyed = session.scalar(kept) == CaseState.DESTROYED
    number = select(LetterNumber.number).where(LetterNumber.letter_id == entry.letter_id)
    given = session.scalar(number) if entry.letter_id else None
    told = [name for name in SEARCHED if not (destroyed and name in PERSONAL)]
    said = " ".join([*(getattr(entry, name) for name in told), given or ""])
    names = [] if destroyed else folding.noted_name(entry.applicant_name)
    values = {"said": " ".join(dict.fromkeys([*folding.noted(said), *names])), "folding": folding.VERSION}
    row = insert(RegisterWords).values(position=entry.position, **values)
    session.execute(row.on_conflict_do_update(index_elements=["position"], set_=values))


def note_number(session: Session, letter_id: UUID) -> None:
    """Step 16b: the rows of a letter are found by its number too."""
    for entry in session.scalars(select(RegisterEntry).where(RegisterEntry.letter_id == letter_id)).all():
        note_words(session, entry)


def note_destroyed(session: Session, case_no: str) -> None:
    """The rows of a case that was just destroyed are found by number, village and office alone."""
    for entry in session.scalars(select(RegisterEntry).where(RegisterEntry.case_no == case_no)).all():
        note_words(session, entry)
    for line in session.scalars(select(AgendaNumber).where(AgendaNumber.case_no == case_no)).all():
        note_line(session, line)


def note_line(session: Session, line: AgendaNumber) -> None:
    """What a number of the agenda is found by."""
    entry = session.get_one(AgendaEntry, line.position, execution_options=barring.OF_ALL)
    line.said = " ".join(dict.fromkeys(folding.noted(said_of(session, entry))))
    line.folding = folding.VERSION
    session.flush()


def note_again(work: Work, position: int) -> None:
    """A row that an earlier version noted."""
    note_words(work.session, work.session.get_one(RegisterEntry, position))


def _note_missing(session: Session) -> None:
    """Rows that the release before wrote while this one was being installed: they are among the newest."""
    newest = select(RegisterEntry).order_by(RegisterEntry.position.desc()).limit(folding.AT_ONCE)
    rows = aliased(RegisterEntry, newest.subquery())
    known = select(RegisterWords).where(RegisterWords.position == rows.position).exists()
    for entry in session.scalars(select(rows).where(~known)).all():
        note_words(session, entry)


JOB = job("registry.search", RegisterWords.position, RegisterWords.folding, note_again, _note_missing)
