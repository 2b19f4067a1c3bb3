"""Lists of cases: what waits for a person, and all cases with filters. Keyset-paged; each page is one query."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, all_, and_, case, exists, false, func, literal, or_, select, tuple_
from sqlalchemy.orm import Session

from services.review.queries.cases import KNOWS_APPLICANT, READ_ALL
from services.review.states import WAITS_FOR, State
from services.review.tables import Case, Member
from services.shared.errors import RuleBroken
from services.shared.people import Actor, Role

PAGE = 25
NO_DUE = date(9999, 12, 31)
_DUE = func.coalesce(Case.due, NO_DUE)


@dataclass(frozen=True)
class Page:
    """A page of cases and the cursor of the next one (None at the end)."""

    cases: Sequence[Case]
    after: str | None


@dataclass(frozen=True)
class Counts:
    """The numbers above "my work": waiting for me, late, due today, and at letters."""

    waiting: int
    late: int
    today: int
    letters: int


def may_see(actor: Actor) -> ColumnElement[bool]:
    """Condition for the cases that a person may see (assignment and conflicts of interest)."""
    free = literal(actor.username) != all_(Case.conflicted)
    return free if actor.is_any(*READ_ALL) else and_(free, _disposed_to(actor))


def _disposed_to(actor: Actor) -> ColumnElement[bool]:
    return exists().where(Member.case_no == Case.case_no, Member.username == actor.username)


def waits_for(actor: Actor) -> ColumnElement[bool]:
    """Condition for the cases in which this person has the next step."""
    conditions: list[ColumnElement[bool]] = []
    for role, states in WAITS_FOR.items():
        if role in actor.roles:
            mine = Case.state.in_(states)
            conditions.append(and_(mine, _disposed_to(actor)) if role == Role.TEAM else mine)
    return and_(may_see(actor), or_(false(), *conditions))


def my_work(session: Session, actor: Actor, after: str | None = None, limit: int = PAGE) -> Page:
    """What waits for this person, oldest deadline first."""
    statement = select(Case).where(waits_for(actor)).order_by(_DUE, Case.case_no)
    if after:
        due, case_no = _unpack(after)
        statement = statement.where(tuple_(_DUE, Case.case_no) > tuple_(_day(due), case_no))
    return _page(session, statement, limit, lambda c: [(c.due or NO_DUE).isoformat(), c.case_no])


def counts(session: Session, actor: Actor, today: date) -> Counts:
    """How much waits for this person."""
    waits = waits_for(actor)
    at_letters = and_(may_see(actor), Case.state == State.LETTER_REQUESTED)
    if actor.is_any(Role.TEAM):
        at_letters = and_(at_letters, _disposed_to(actor))
    row = session.execute(
        select(
            func.count(case((waits, 1))),
            func.count(case((and_(waits, Case.due < today), 1))),
            func.count(case((and_(waits, Case.due == today), 1))),
            func.count(case((at_letters, 1))),
        ).where(or_(waits, at_letters))
    ).one()
    return Counts(*row)


def case_list(
    session: Session, actor: Actor, filters: dict[str, Any], after: str | None = None, limit: int = PAGE
) -> Page:
    """Cases that this person may see, newest first. Filters: state, class_code, village, q (words)."""
    statement = select(Case).where(may_see(actor), *_conditions(actor, filters))
    statement = statement.order_by(Case.received_at.desc(), Case.case_no.desc())
    if after:
        received, case_no = _unpack(after)
        statement = statement.where(tuple_(Case.received_at, Case.case_no) < tuple_(_moment(received), case_no))
    return _page(session, statement, limit, lambda c: [c.received_at.isoformat(), c.case_no])


def _conditions(actor: Actor, filters: dict[str, Any]) -> list[ColumnElement[bool]]:
    exact = {"state": Case.state, "class_code": Case.class_code, "village": Case.village}
    found: list[ColumnElement[bool]] = [column == filters[name] for name, column in exact.items() if filters.get(name)]
    column = Case.search_full if actor.is_any(*KNOWS_APPLICANT) else Case.search
    words = str(filters.get("q") or "").lower().split()
    return found + [column.contains(word, autoescape=True) for word in words[:8]]


def _page(session: Session, statement: Select[Case], limit: int, key: Any) -> Page:
    found = session.execute(statement.limit(limit + 1)).scalars().all()
    more = len(found) > limit
    return Page(found[:limit], _pack(key(found[limit - 1])) if more else None)


def _pack(key: list[str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def _unpack(cursor: str) -> tuple[str, str]:
    try:
        first, second = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return str(first), str(second)
    except (ValueError, binascii.Error, TypeError):
        raise _bad_cursor() from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _bad_cursor() from None


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise _bad_cursor() from None


def _bad_cursor() -> RuleBroken:
    return RuleBroken("Penanda halaman tidak dikenal.", {"after": ["Mulai lagi dari halaman pertama."]})
