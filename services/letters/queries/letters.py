"""One letter, for those who may see it; and who may."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, selectinload

from services.letters.states import RIGHTS, State
from services.letters.tables import Letter
from services.shared.errors import Forbidden, Missing
from services.shared.rights import barring
from services.shared.rights.conflicts import BARRED_WORDS
from services.shared.rights.people import Actor

_CASE = select(Letter.case_no).execution_options(**barring.OF_ALL)
GONE = "Surat ini tidak ada, atau bukan tugas Anda."


def may_see(letter: Letter, person: Actor) -> bool:
    """Camat, section head, auditor and administrator see every letter; the team's members those given to them."""
    return RIGHTS.may("see", person, assigned=person.username in letter.team)


def may_read(letter: Letter, person: Actor) -> bool:
    """Whether names and content may be read: a letter *to* a confidential applicant is not for everybody.

    It is for its writers, for the section head, who initials, and for the Camat, who signs.
    """
    private = letter.confidential and letter.to_applicant
    return RIGHTS.may("read", person, assigned=person.username in letter.team, confidential=private)


def for_update(session: Session, letter_id: UUID, person: Actor) -> Letter:
    """The letter, its row locked. Raises Missing where there is none for this person, Forbidden to who is barred."""
    _check_open(session, letter_id)
    return _for(person, session.scalars(select(Letter).where(Letter.id == letter_id).with_for_update()).one_or_none())


def whole(session: Session, letter_id: UUID, person: Actor) -> Letter:
    """The letter with its versions and corrections. Raises Missing, Forbidden."""
    _check_open(session, letter_id)
    return _for(person, session.scalars(_whole().where(Letter.id == letter_id)).one_or_none())


def one(session: Session, letter_id: UUID, person: Actor) -> Letter:
    """The letter alone. Raises Missing, Forbidden."""
    _check_open(session, letter_id)
    return _for(person, session.get(Letter, letter_id))


def of_meeting(session: Session, letter: Letter) -> Sequence[Letter]:
    """The other letters of the same meeting (8b) that wait for their signature, oldest first."""
    if letter.bundle is None:
        return []
    same = select(Letter).where(Letter.bundle == letter.bundle, Letter.kind == letter.kind, Letter.id != letter.id)
    return session.scalars(same.where(Letter.state == State.REVIEW).order_by(Letter.moved_at, Letter.id)).all()


def _check_open(session: Session, letter_id: UUID) -> None:
    """Raise Forbidden where the letter is of a case that is closed to this person: no query of theirs would find it."""
    found = _CASE.where(Letter.id == letter_id)
    if session.info.get("reader") and barring.closed(session, session.scalar(found)):
        raise Forbidden(BARRED_WORDS)


def _for(person: Actor, letter: Letter | None) -> Letter:
    if letter is None or not may_see(letter, person):
        raise Missing(GONE)
    if person.username in letter.barred:
        raise Forbidden(BARRED_WORDS)
    return letter


def _whole() -> Select[Letter]:
    parts = (Letter.drafts, Letter.corrections, Letter.attachments, Letter.initials)
    return select(Letter).options(*(selectinload(part) for part in parts))
