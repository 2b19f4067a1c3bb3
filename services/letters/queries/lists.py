"""Lists of letters, a part at a time: what waits for a person, and what else they may see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, all_, and_, any_, exists, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from services.letters.states import RIGHTS, State
from services.letters.tables import Initial, Letter
from services.shared.data.paging import Cursor, Page, counted
from services.shared.rights.conflicts import NEXT_IN_LINE
from services.shared.rights.people import Actor, Role

PAGE = 25
SEES_ALL = RIGHTS.everywhere("see")
WAITING = {  # whose turn it is
    Role.CAMAT: (State.REVIEW, State.SIGNING),
    Role.SECTION_HEAD: (State.INITIALS,),
    Role.TEAM: (State.DRAFTING,),
}


def waiting_states(person: Actor) -> list[State]:
    """The states in which the next move is this person's."""
    return [state for role, states in WAITING.items() if role in person.roles for state in states]


def waiting(
    session: Session, person: Actor, after: Cursor | None = None, size: int = PAGE, *, signs: Collection[str] = ()
) -> Page[Letter]:
    """Letters whose next move is this person's, the longest waiting first.

    ``signs``: the kinds that the office lets the section head sign.
    """
    statement = _waiting(person, signs)
    if after:
        statement = statement.where(tuple_(Letter.moved_at, Letter.id) > (after.at, after.key))
    return _page(session, statement.order_by(Letter.moved_at, Letter.id), size)


def how_many_wait(session: Session, person: Actor, signs: Collection[str]) -> int:
    """How many letters ``waiting`` has in all, counted up to ``COUNTED`` + 1."""
    return counted(session, _waiting(person, signs))


def _waiting(person: Actor, signs: Collection[str]) -> Select[Letter]:
    own = not person.is_any(Role.CAMAT, Role.SECTION_HEAD)
    wanted: Select[Letter] = _seen(select(Letter), person, own=own)
    return wanted.where(_turn_of(person, signs), ~_initialled_by(person))


def _turn_of(person: Actor, signs: Collection[str]) -> ColumnElement[bool]:
    """Whose next move is this person's: by the own roles, standing in, or where the section head signs or drafts."""
    turn: list[ColumnElement[bool]] = [Letter.state.in_(waiting_states(person))]
    turn += [
        and_(literal(str(role)) == any_(Letter.stood_in), Letter.state.in_(WAITING[role]))
        for role, other in NEXT_IN_LINE.items()
        if other in person.roles
    ]
    if Role.SECTION_HEAD in person.roles:
        turn.append(and_(Letter.kind.in_(signs), Letter.state.in_(WAITING[Role.CAMAT])))
        turn.append(and_(Letter.team.contains([person.username]), Letter.state == State.DRAFTING))
    return or_(*turn)


def _initialled_by(person: Actor) -> ColumnElement[bool]:
    """The newest version has this person's paraf already."""
    newest = Initial.letter_id == Letter.id, Initial.draft_no == Letter.drafts_count
    return exists().where(*newest, Initial.username == person.username)


def others(
    session: Session,
    person: Actor,
    *,
    case_no: str | None = None,
    states: Sequence[State] = tuple(State),
    after: Cursor | None = None,
    size: int = PAGE,
) -> Page[Letter]:
    """Letters that this person may see, the newest move first."""
    statement = _seen(select(Letter), person).where(Letter.state.in_(states))
    if case_no:
        statement = statement.where(Letter.case_no == case_no)
    if after:
        statement = statement.where(after.before(Letter.moved_at, Letter.id))
    return _page(session, statement.order_by(Letter.moved_at.desc(), Letter.id.desc()), size)


def counts(session: Session, person: Actor) -> dict[str, int]:
    """How many letters this person may see in each state."""
    statement = _seen(select(Letter.state, func.count()), person).group_by(Letter.state)
    rows = session.execute(statement).all()
    return {row[0]: row[1] for row in rows}


def _seen(statement: Any, person: Actor, *, own: bool = False) -> Any:
    statement = statement.where(literal(person.username) != all_(Letter.barred))
    if person.is_any(*SEES_ALL) and not own:
        return statement
    return statement.where(Letter.team.contains([person.username]))


def _page(session: Session, statement: Select[Letter], size: int) -> Page[Letter]:
    rows = session.scalars(statement.limit(size + 1)).all()
    return Page.of(rows, size, lambda last: Cursor(last.moved_at, last.id))
