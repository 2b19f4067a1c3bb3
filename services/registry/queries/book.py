"""The register book, read by month and by search."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from services.registry.states import CaseState
from services.registry.tables import ArchiveCase, Letter, LetterNumber, RegisterEntry, RegisterWords
from services.registry.tables.book import PERSONAL
from services.shared import folding
from services.shared.calendar import clock
from services.shared.data.paging import Page
from services.shared.encryption.erasing import ERASED
from services.shared.errors import Missing

PAGE = 25
MOST_WORDS = 8  # of a search; what comes after is left out
_DESTROYED = func.coalesce(ArchiveCase.state == CaseState.DESTROYED, false())
MOST_PRINTED = 3000
PAPER = "Dari buku kertas"


@dataclass(frozen=True)
class BookRow:
    """A row of the book, with what happened to it since: its letter's number, and the row that struck it."""

    entry: RegisterEntry
    number: str
    struck_by: RegisterEntry | None
    letter_state: str | None
    destroyed: bool  # the case's archive was destroyed: its row stays, what it says about people is hidden
    told_on: date | None  # when the letter was handed over, or the applicant told

    def said(self, name: str) -> Any:
        """A column of the row; what speaks of people is hidden once the case's archive was destroyed."""
        value = getattr(self.entry, name)
        return ERASED if self.destroyed and name in PERSONAL and value else value

    @property
    def remarks(self) -> str:
        """The last column (ket): the note, and what became of the row."""
        if self.destroyed:
            return "Arsip sudah dimusnahkan"
        said = [PAPER] if self.entry.kind == "paper" else []
        said += [self.entry.note] if self.entry.note else []
        if self.entry.strikes and self.entry.reason not in said:
            said.append(f"Membetulkan baris lama: {self.entry.reason}")
        if self.struck_by:
            said.append(f"Dicoret, diganti nomor {self.struck_by.serial}/{self.struck_by.year}")
        return ". ".join(said)


def page(
    session: Session, bounds: tuple[date, date], search: str = "", after: int | None = None, limit: int = PAGE
) -> Page[BookRow]:
    """Rows entered from ``bounds[0]`` until before ``bounds[1]``, in the book's order.

    By the index over day and position: the first page costs the same in a book of a thousand rows and of a million.
    """
    wanted = _rows().where(RegisterEntry.entered_on >= bounds[0], RegisterEntry.entered_on < bounds[1])
    if search:
        wanted = wanted.join(RegisterWords, RegisterWords.position == RegisterEntry.position)
        wanted = wanted.where(*_matching(search))
    if after is not None:
        day = select(RegisterEntry.entered_on).where(RegisterEntry.position == after).scalar_subquery()
        wanted = wanted.where(tuple_(RegisterEntry.entered_on, RegisterEntry.position) > tuple_(day, literal(after)))
    wanted = wanted.order_by(RegisterEntry.entered_on, RegisterEntry.position)
    found = [_book_row(row) for row in session.execute(wanted.limit(limit + 1))]
    return Page.of(found, limit, lambda row: row.entry.position)


def everything(session: Session, bounds: tuple[date, date], search: str) -> Iterator[BookRow]:
    """Every row that ``page`` would show, page after page, read in small portions."""
    after: int | None = None
    while True:
        found = page(session, bounds, search, after, limit=500)
        yield from found.rows
        if found.after is None:
            return
        after = found.after


def row(session: Session, position: int) -> BookRow:
    """One row; raises Missing."""
    found = session.execute(_rows().where(RegisterEntry.position == position)).first()
    if found is None:
        raise Missing("Baris ini tidak ada di buku register.")
    return _book_row(found)


def years(session: Session) -> list[int]:
    """The years from the book's first row to its last, the newest first."""
    first, last = session.execute(select(func.min(RegisterEntry.year), func.max(RegisterEntry.year))).one()
    return list(range(last, first - 1, -1)) if last else []


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


def _matching(search: str) -> list[ColumnElement[bool]]:
    """Rows that say all of these words, by the trigram index; a destroyed case is found by its number only."""
    said = [RegisterWords.said.contains(word, autoescape=True) for word in folding.asked(search)[:MOST_WORDS]]
    number = RegisterEntry.case_no.icontains(search.strip(), autoescape=True)
    return [*said, or_(~_DESTROYED, number)]
