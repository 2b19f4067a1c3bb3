"""The register book, read by month and by search."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from services.registry.states import CaseState
from services.registry.tables import ArchiveCase, Letter, LetterNumber, RegisterEntry
from services.shared import clock
from services.shared.errors import Missing

PAGE = 50
_DESTROYED = func.coalesce(ArchiveCase.state == CaseState.DESTROYED, false())
MOST_PRINTED = 3000


@dataclass(frozen=True)
class BookRow:
    """A row of the book, with what happened to it since: its letter's number, and the row that struck it."""

    entry: RegisterEntry
    number: str
    struck_by: RegisterEntry | None
    letter_state: str | None
    destroyed: bool  # the case's archive was destroyed: its row stays, what it says about people is hidden
    told_on: date | None  # when the letter was handed over, or the applicant told


@dataclass(frozen=True)
class BookPage:
    """Rows of one page, and the position to go on after where there are more."""

    rows: list[BookRow]
    after: int | None


def page(
    session: Session, bounds: tuple[date, date], search: str = "", after: int | None = None, limit: int = PAGE
) -> BookPage:
    """Rows entered from ``bounds[0]`` until before ``bounds[1]``, in the book's order."""
    wanted = _rows().where(RegisterEntry.entered_on >= bounds[0], RegisterEntry.entered_on < bounds[1])
    if search:
        wanted = wanted.where(_matching(search))
    if after is not None:
        wanted = wanted.where(RegisterEntry.position > after)
    found = [_book_row(row) for row in session.execute(wanted.order_by(RegisterEntry.position).limit(limit + 1))]
    return BookPage(found[:limit], found[limit - 1].entry.position if len(found) > limit else None)


def row(session: Session, position: int) -> BookRow:
    """One row; raises Missing."""
    found = session.execute(_rows().where(RegisterEntry.position == position)).first()
    if found is None:
        raise Missing("Baris ini tidak ada di buku register.")
    return _book_row(found)


def entry_of(session: Session, position: int) -> RegisterEntry:
    """One row as it was written; raises Missing."""
    entry = session.get(RegisterEntry, position)
    if entry is None:
        raise Missing("Baris ini tidak ada di buku register.")
    return entry


def valid_entry_of_letter(session: Session, letter_id: object) -> RegisterEntry | None:
    """The letter's row that no other row strikes, if the letter is in the book at all."""
    return session.scalars(_unstruck().where(RegisterEntry.letter_id == letter_id)).first()


def case_entry(session: Session, case_no: str) -> RegisterEntry | None:
    """The case's row that no other row strikes, if the case is in the book at all."""
    return session.scalars(_unstruck().where(RegisterEntry.case_no == case_no, RegisterEntry.kind == "case")).first()


def striking(session: Session, position: int) -> RegisterEntry | None:
    """The row that strikes this one, if any."""
    return session.scalars(select(RegisterEntry).where(RegisterEntry.strikes == position)).first()


def years(session: Session) -> list[int]:
    """The years the book has rows of, the newest first."""
    return list(session.scalars(select(RegisterEntry.year).distinct().order_by(RegisterEntry.year.desc())))


def _unstruck() -> Select[RegisterEntry]:
    striker = aliased(RegisterEntry)
    struck = select(striker.position).where(striker.strikes == RegisterEntry.position).exists()
    return select(RegisterEntry).where(~struck)


def _rows() -> Select[Any, Any, Any, Any, Any, Any]:
    striker = aliased(RegisterEntry)
    number = func.coalesce(func.nullif(RegisterEntry.letter_number, ""), LetterNumber.number, "")
    return (
        select(RegisterEntry, number, striker, Letter.state, _DESTROYED, ArchiveCase.told_at)
        .outerjoin(LetterNumber, LetterNumber.letter_id == RegisterEntry.letter_id)
        .outerjoin(Letter, Letter.id == RegisterEntry.letter_id)
        .outerjoin(striker, striker.strikes == RegisterEntry.position)
        .outerjoin(ArchiveCase, ArchiveCase.case_no == RegisterEntry.case_no)
    )


def _book_row(found: Any) -> BookRow:
    entry, number, striker, letter_state, destroyed, told_at = found
    told_on = clock.local(told_at).date() if told_at else None
    return BookRow(entry, number, striker, letter_state, destroyed, told_on)


def _matching(search: str) -> ColumnElement[bool]:
    escaped = search.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    names = ("case_no", "applicant_name", "village", "service", "summary", "officer", "result", "letter_number")
    columns = [getattr(RegisterEntry, name) for name in names] + [LetterNumber.number]
    return or_(*(column.ilike(f"%{escaped}%") for column in columns))
