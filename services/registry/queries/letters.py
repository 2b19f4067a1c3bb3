"""Letters in step 16."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from services.registry.rights import RIGHTS
from services.registry.states import OPEN, State
from services.registry.tables import ArchiveItem, Letter, LetterCopy, RegisterEntry
from services.shared.data.paging import Cursor, Page, counted
from services.shared.errors import Missing
from services.shared.rights.people import Actor

PAGE = 25
_LOCKED = "letters"  # in a session: whose rows its transaction has locked


@dataclass(frozen=True)
class WholeLetter:
    """A letter with its rows in the book and in the archive."""

    letter: Letter
    entries: list[RegisterEntry]
    item: ArchiveItem | None


def may_read(letter: Letter, person: Actor) -> bool:
    """Whether this person may see the file of a confidential letter, and a recipient's name that is hidden."""
    return RIGHTS.may("read_letter", person, confidential=letter.confidential)


def letter_for_update(session: Session, letter_id: uuid.UUID) -> Letter:
    """The letter, its row locked until the transaction ends; raises Missing.

    Asked again in the same transaction it is the same row, which nobody else has changed since. A savepoint's lock goes
    with it, so that one is not remembered.
    """
    locked: set[uuid.UUID] = session.info.setdefault(_LOCKED, set())
    again = letter_id in locked
    found = _found(session.get(Letter, letter_id, with_for_update=not again, populate_existing=not again))
    if not session.in_nested_transaction():
        locked.add(letter_id)
    return found


def one(session: Session, letter_id: uuid.UUID) -> Letter:
    """The letter; raises Missing."""
    return _found(session.get(Letter, letter_id))


def whole(session: Session, letter_id: uuid.UUID) -> WholeLetter:
    """The letter with its copies, book rows and archive item; raises Missing."""
    letter = _found(session.get(Letter, letter_id, options=[joinedload(Letter.copies)]))
    rows = select(RegisterEntry).where(RegisterEntry.letter_id == letter_id).order_by(RegisterEntry.position)
    return WholeLetter(letter, list(session.scalars(rows)), session.get(ArchiveItem, letter_id))


def copy_of(session: Session, letter_id: uuid.UUID, no: int) -> LetterCopy:
    """One copy; raises Missing."""
    found = session.scalars(select(LetterCopy).filter_by(letter_id=letter_id, no=no)).first()
    if found is None:
        raise Missing("Salinan ini tidak ada.")
    return found


def waiting(session: Session, after: Cursor | None, limit: int = PAGE) -> Page[Letter]:
    """Letters with a next part of step 16, the longest waiting first."""
    wanted = _waiting().order_by(Letter.moved_at, Letter.id)
    if after:
        wanted = wanted.where(tuple_(Letter.moved_at, Letter.id) > (after.at, after.key))
    return _page(session, wanted, limit)


def how_many_wait(session: Session) -> int:
    """How many letters have a next part of step 16, counted up to ``COUNTED`` + 1."""
    return counted(session, _waiting())


def _waiting() -> Select[Letter]:
    return select(Letter).where(Letter.state.in_(OPEN))


def newest(
    session: Session,
    after: Cursor | None,
    *,
    states: Collection[State] = tuple(State),
    case_no: str = "",
    limit: int = PAGE,
) -> Page[Letter]:
    """Letters in these states, the newest move first; of one case where it is given."""
    wanted = select(Letter).where(Letter.state.in_(states)).order_by(Letter.moved_at.desc(), Letter.id.desc())
    if case_no:
        wanted = wanted.where(Letter.case_no == case_no)
    if after:
        wanted = wanted.where(after.before(Letter.moved_at, Letter.id))
    return _page(session, wanted, limit)


def of_case(session: Session, case_no: str) -> list[Letter]:
    """All letters of a case with their copies, in the order they arrived."""
    wanted = select(Letter).filter_by(case_no=case_no).order_by(Letter.received_at, Letter.id)
    return list(session.scalars(wanted.options(selectinload(Letter.copies))))


def counts(session: Session) -> dict[str, int]:
    """How many letters wait in each open state."""
    rows = session.execute(select(Letter.state, func.count()).where(Letter.state.in_(OPEN)).group_by(Letter.state))
    return {row[0]: row[1] for row in rows}


def _found(letter: Letter | None) -> Letter:
    if letter is None:
        raise Missing("Surat ini tidak ada di registrasi.")
    return letter


def _page(session: Session, wanted: Select[Letter], limit: int) -> Page[Letter]:
    found = session.scalars(wanted.limit(limit + 1)).all()
    return Page.of(found, limit, lambda letter: Cursor(letter.moved_at, letter.id))
