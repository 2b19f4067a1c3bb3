"""My work: the cases in which a person has the next step, and their numbers. Each page is one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, any_, func, literal, select, tuple_, union
from sqlalchemy.orm import Session

from services.review.queries.paging import PAGE, after_day, page
from services.review.queries.visible import assigned, may_see
from services.review.states import WAITS_FOR, State
from services.review.tables import Case
from services.shared.data.paging import COUNTED, Page
from services.shared.rights.conflicts import NEXT_IN_LINE
from services.shared.rights.people import Actor, Role

WEEK = timedelta(days=6)  # from today on
CAP = 100  # the numbers above "my work" are exact below it: however long the list, as many rows are looked at


@dataclass(frozen=True)
class Counts:
    """The numbers above "my work": waiting for me, late, due today, and at letters. Each at most ``CAP``."""

    waiting: int
    late: int
    today: int
    letters: int


def waits_for(actor: Actor) -> list[ColumnElement[bool]]:
    """Conditions for the cases in which this person has the next step; together they are this person's work.

    Each is answered by one index in the order of the deadline: by state, late ones of the level below, stand-ins.
    """
    found: list[ColumnElement[bool]] = [Case.escalated_to == str(role) for role in sorted(actor.roles)]
    for role, states in WAITS_FOR.items():
        if role in actor.roles:
            mine = [Case.state == state for state in states]
            found += [and_(one, assigned(literal(actor.username))) for one in mine] if role == Role.TEAM else mine
    for role, other in NEXT_IN_LINE.items():
        if other in actor.roles:
            found.append(_stood_in(role))
    return [and_(may_see(actor), condition) for condition in found]


def _stood_in(role: Role) -> ColumnElement[bool]:
    """Open cases that wait for a role in which somebody stands in."""
    standing_in = literal(str(role)) == any_(Case.stood_in)
    return and_(Case.stood_in != [], Case.ended_at.is_(None), standing_in, Case.state.in_(WAITS_FOR[role]))


def my_work(
    session: Session, actor: Actor, after: str | None = None, limit: int = PAGE, *conditions: ColumnElement[bool]
) -> Page[Case]:
    """What waits for this person, oldest deadline first; ``conditions`` narrow it (``work_conditions``)."""
    parts = waits_for(actor)
    if not parts:
        return Page([], None)
    later = [tuple_(Case.due, Case.case_no) > tuple_(*map(literal, after_day(after)))] if after else []
    soonest = select(Case.case_no).where(*conditions, *later).order_by(Case.due, Case.case_no).limit(limit + 1)
    first = [soonest.where(part).subquery() for part in parts]
    wanted = union(*(select(part.c.case_no) for part in first))
    statement = select(Case).where(Case.case_no.in_(wanted)).order_by(Case.due, Case.case_no)
    return page(session, statement, limit, lambda c: [str(c.due), c.case_no])


def work_conditions(filters: dict[str, Any], today: date) -> list[ColumnElement[bool]]:
    """The filters of "my work" as conditions."""
    near = {"late": Case.due < today, "today": Case.due == today, "week": Case.due.between(today, today + WEEK)}
    found: list[ColumnElement[bool]] = [Case.state == filters["state"]] if filters.get("state") else []
    return [*found, near[filters["due"]]] if filters.get("due") else found


def counts(session: Session, actor: Actor, today: date) -> Counts:
    """How much waits for this person; one query, and never more rows than ``CAP`` looked at for a number."""
    parts = waits_for(actor)
    at_letters = and_(may_see(actor), Case.state.in_((State.LETTER_REQUESTED, State.REFUSAL_LETTER)))
    if actor.is_any(Role.TEAM):
        at_letters = and_(at_letters, assigned(literal(actor.username)))
    wanted = [
        parts,
        [and_(p, Case.due < today) for p in parts],
        [and_(p, Case.due == today) for p in parts],
        [at_letters],
    ]
    return Counts(*session.execute(select(*(_count(conditions) for conditions in wanted))).one())


def how_many_wait(session: Session, actor: Actor) -> int:
    """How many cases ``my_work`` has in all, counted up to ``COUNTED`` + 1."""
    return session.scalar(select(_count(waits_for(actor), COUNTED + 1))) or 0


def _count(conditions: list[ColumnElement[bool]], most: int = CAP) -> Any:
    if not conditions:
        return literal(0)
    found = [select(Case.case_no).where(condition).limit(most).subquery() for condition in conditions]
    rows = union(*(select(part.c.case_no) for part in found)).subquery()
    return select(func.least(func.count(), most)).select_from(rows).scalar_subquery()
