"""Reads of the letters service. Every page takes a constant number of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, all_, and_, any_, exists, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session, selectinload

from services.letters.rights import RIGHTS
from services.letters.states import State
from services.letters.tables import Attachment, Draft, Initial, Letter, Template
from services.shared.errors import Forbidden, Missing
from services.shared.rights.conflicts import BARRED_WORDS, NEXT_IN_LINE
from services.shared.rights.people import Actor, Role

PAGE = 25
SEES_ALL = RIGHTS.everywhere("see")
WAITING = {  # whose turn it is
    Role.CAMAT: (State.REVIEW, State.SIGNING),
    Role.SECTION_HEAD: (State.INITIALS,),
    Role.TEAM: (State.DRAFTING,),
}
_GONE = "Surat ini tidak ada, atau bukan tugas Anda."


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
    return _for(person, session.scalars(select(Letter).where(Letter.id == letter_id).with_for_update()).one_or_none())


def whole(session: Session, letter_id: UUID, person: Actor) -> Letter:
    """The letter with its versions and corrections. Raises Missing, Forbidden."""
    return _for(person, session.scalars(_whole().where(Letter.id == letter_id)).one_or_none())


def one(session: Session, letter_id: UUID, person: Actor) -> Letter:
    """The letter alone. Raises Missing, Forbidden."""
    return _for(person, session.get(Letter, letter_id))


def _for(person: Actor, letter: Letter | None) -> Letter:
    if letter is None or not may_see(letter, person):
        raise Missing(_GONE)
    if person.username in letter.barred:
        raise Forbidden(BARRED_WORDS)
    return letter


def draft(session: Session, letter_id: UUID, no: int) -> Draft:
    """One submitted version. Raises Missing."""
    found = session.scalars(select(Draft).where(Draft.letter_id == letter_id, Draft.no == no)).one_or_none()
    if found is None:
        raise Missing("Versi surat ini tidak ada.")
    return found


def drafts(session: Session, letter_id: UUID) -> Sequence[Draft]:
    """All submitted versions, oldest first."""
    return session.scalars(select(Draft).where(Draft.letter_id == letter_id).order_by(Draft.no)).all()


def attachments(session: Session, letter_id: UUID) -> Sequence[Attachment]:
    """What goes out with the letter, in the order in which it was added."""
    wanted = select(Attachment).where(Attachment.letter_id == letter_id).order_by(Attachment.added_at, Attachment.id)
    return session.scalars(wanted).all()


def attachment(session: Session, letter_id: UUID, attachment_id: UUID) -> Attachment:
    """One attachment of the letter. Raises Missing."""
    found = session.get(Attachment, attachment_id)
    if found is None or found.letter_id != letter_id:
        raise Missing("Lampiran ini tidak ada.")
    return found


def template(session: Session, kind: str, no: int | None = None) -> Template | None:
    """A version of the office's wording for one kind: the newest unless told; None where the files still hold."""
    wanted = select(Template).where(Template.kind == kind)
    if no is not None:
        wanted = wanted.where(Template.no == no)
    return session.scalars(wanted.order_by(Template.no.desc()).limit(1)).first()


def templates(session: Session, kind: str | None = None) -> Sequence[Template]:
    """All versions, the newest first; of one kind if told."""
    wanted = select(Template).order_by(Template.kind, Template.no.desc())
    return session.scalars(wanted.where(Template.kind == kind) if kind else wanted).all()


def initials(session: Session, letter_id: UUID, draft_no: int) -> list[str]:
    """Usernames of those who put their paraf on a version."""
    wanted = select(Initial.username).where(Initial.letter_id == letter_id, Initial.draft_no == draft_no)
    return list(session.scalars(wanted.order_by(Initial.made_at)))


@dataclass(frozen=True)
class Cursor:
    """Where a list goes on: after the row that moved at this moment and has this id."""

    moved_at: datetime
    id: UUID

    def __str__(self) -> str:
        return f"{self.moved_at.isoformat()}~{self.id}"

    @classmethod
    def parse(cls, text: str | None) -> Cursor | None:
        """The cursor in a link; None where there is none or it is not readable (the list starts from the top)."""
        moment, _, identifier = (text or "").partition("~")
        try:
            at = datetime.fromisoformat(moment.replace(" ", "+"))
            return cls(at, UUID(identifier)) if at.tzinfo else None
        except ValueError:
            return None


@dataclass(frozen=True)
class Page:
    """A part of a list, and the cursor of the next part."""

    letters: Sequence[Letter]
    after: Cursor | None


def waiting_states(person: Actor) -> list[State]:
    """The states in which the next move is this person's."""
    return [state for role, states in WAITING.items() if role in person.roles for state in states]


def waiting(session: Session, person: Actor, after: Cursor | None = None, size: int = PAGE) -> Page:
    """Letters whose next move is this person's, the longest waiting first."""
    turn: list[ColumnElement[bool]] = [Letter.state.in_(waiting_states(person))]
    turn += [
        and_(literal(str(role)) == any_(Letter.stood_in), Letter.state.in_(WAITING[role]))
        for role, other in NEXT_IN_LINE.items()
        if other in person.roles
    ]
    own = not person.is_any(Role.CAMAT, Role.SECTION_HEAD)
    given = exists().where(
        Initial.letter_id == Letter.id, Initial.draft_no == Letter.drafts_count, Initial.username == person.username
    )
    statement = _seen(select(Letter), person, own=own).where(or_(*turn), ~given)
    if after:
        statement = statement.where(tuple_(Letter.moved_at, Letter.id) > (after.moved_at, after.id))
    return _page(session, statement.order_by(Letter.moved_at, Letter.id), size)


def others(
    session: Session,
    person: Actor,
    *,
    case_no: str | None = None,
    states: Sequence[State] = tuple(State),
    after: Cursor | None = None,
    size: int = PAGE,
) -> Page:
    """Letters that this person may see, the newest move first."""
    statement = _seen(select(Letter), person).where(Letter.state.in_(states))
    if case_no:
        statement = statement.where(Letter.case_no == case_no)
    if after:
        statement = statement.where(tuple_(Letter.moved_at, Letter.id) < (after.moved_at, after.id))
    return _page(session, statement.order_by(Letter.moved_at.desc(), Letter.id.desc()), size)


def counts(session: Session, person: Actor) -> dict[str, int]:
    """How many letters this person may see in each state."""
    statement = _seen(select(Letter.state, func.count()), person).group_by(Letter.state)
    rows = session.execute(statement).all()
    return {row[0]: row[1] for row in rows}


def _whole() -> Select[Letter]:
    parts = (Letter.drafts, Letter.corrections, Letter.attachments, Letter.initials)
    return select(Letter).options(*(selectinload(part) for part in parts))


def _seen(statement: Any, person: Actor, *, own: bool = False) -> Any:
    statement = statement.where(literal(person.username) != all_(Letter.barred))
    if person.is_any(*SEES_ALL) and not own:
        return statement
    return statement.where(Letter.team.contains([person.username]))


def _page(session: Session, statement: Select[Letter], size: int) -> Page:
    rows = session.scalars(statement.limit(size + 1)).all()
    last = rows[size - 1] if len(rows) > size else None
    return Page(rows[:size], Cursor(last.moved_at, last.id) if last else None)
