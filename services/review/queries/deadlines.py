"""What is due when, over everything that has a day: for reminders, and for what a member of the team still owes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    and_,
    cast,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from services.review.rules.deadlines import OWNERS
from services.review.states import FOLLOW_UPS, State
from services.review.tables import Case, Coordination, FollowUp, Member, Task
from services.shared.data.paging import Part, counted
from services.shared.rights.people import Actor, Role

MOST = 20
_AWAITS = func.coalesce(func.nullif(FollowUp.awaited_by, ""), FollowUp.by)
_OF_TEAM = (State.TEAM_ASSIGNED, State.LETTER_REQUESTED, *FOLLOW_UPS)


@dataclass(frozen=True)
class Owed:
    """A task, a partner's answer, or the answer to a case that was handed over: what, of which case, until when."""

    thing: str
    case_no: str
    what: str
    due_on: date


def awaits(username: Any) -> ColumnElement[bool]:
    """An answer to a case that was handed over or reported, which this person waits for."""
    return and_(username == _AWAITS, FollowUp.due_on.is_not(None), FollowUp.answered_on.is_(None))


def due_things() -> CompoundSelect[Any]:
    """Everything open that has a day: ``thing, thing_id, case_no, due_on, role, username``.

    ``thing`` is case, escalation, task, coordination or partner_answer. Who is to be reminded is either everybody of a
    ``role`` or one ``username``. A sender of reminders joins its own rows to it: due, and not yet reminded.
    """
    task = _rows("task", Task.id, Task.case_no, Task.due_on, username=Task.username)
    asked = Coordination
    answer = _rows("coordination", asked.id, asked.case_no, asked.due_on, username=asked.by)
    told = FollowUp
    partner = _rows("partner_answer", told.id, told.case_no, told.due_on, username=_AWAITS)
    late = _rows("escalation", Case.case_no, Case.case_no, Case.due, role=Case.escalated_to)
    return union_all(
        *(_cases_of(role) for role in (Role.SECTION_HEAD, Role.CAMAT)),
        _cases_of_the_team(),
        late.where(Case.escalated_to.is_not(None)),
        task.where(Task.done_at.is_(None), _with_the_team(Task.case_no)),
        answer.where(asked.closed_at.is_(None), asked.due_on.is_not(None), _with_the_team(asked.case_no)),
        partner.where(told.due_on.is_not(None), told.answered_on.is_(None)),
    )


def _with_the_team(case_no: Any) -> ColumnElement[bool]:
    """Tasks and coordinations are done there alone: what is open in a case that was withdrawn is nobody's any more."""
    return exists().where(Case.case_no == case_no, Case.state == State.TEAM_ASSIGNED)


def _cases_of(role: Role) -> Select[Any]:
    states = [state for state, owner in OWNERS.items() if owner == role]
    return _rows("case", Case.case_no, Case.case_no, Case.due, role=literal(str(role))).where(Case.state.in_(states))


def _cases_of_the_team() -> Select[Any]:
    found = _rows("case", Case.case_no, Case.case_no, Case.due, username=Member.username)
    return found.join(Member, Member.case_no == Case.case_no).where(Case.state.in_(_OF_TEAM))


def _rows(
    thing: str, identifier: Any, case_no: Any, due_on: Any, *, role: Any = None, username: Any = None
) -> Select[Any]:
    return select(
        literal(thing).label("thing"),
        cast(identifier, String).label("thing_id"),
        case_no.label("case_no"),
        due_on.label("due_on"),
        cast(null() if role is None else role, String).label("role"),
        cast(null() if username is None else username, String).label("username"),
    )


def owed(session: Session, actor: Actor) -> Part[Owed]:
    """What this person still owes beside the cases themselves, soonest first: tasks, and answers awaited.

    An answer is awaited by who asked; where that one has the case no more, by each who has it.
    """

    def member(username: Any) -> ColumnElement[bool]:
        return exists().where(Member.case_no == Coordination.case_no, Member.username == username)

    parts = union_all(
        select(literal("task").label("thing"), Task.case_no, Task.what.label("what"), Task.due_on).where(
            Task.username == actor.username, Task.done_at.is_(None), _with_the_team(Task.case_no)
        ),
        select(literal("coordination"), Coordination.case_no, Coordination.partner_name, Coordination.due_on).where(
            member(actor.username),
            or_(Coordination.by == actor.username, ~member(Coordination.by)),
            Coordination.closed_at.is_(None),
            Coordination.due_on.is_not(None),
            _with_the_team(Coordination.case_no),
        ),
        select(literal("partner_answer"), FollowUp.case_no, FollowUp.reference, FollowUp.due_on).where(
            awaits(actor.username)
        ),
    ).subquery()
    rows = session.execute(select(parts).order_by(parts.c.due_on, parts.c.case_no).limit(MOST))
    found = [Owed(row.thing, row.case_no, row.what, row.due_on) for row in rows]
    return Part(found, counted(session, select(parts)) - MOST if len(found) == MOST else 0)
