"""Lists of cases: what waits for a person, and all cases with filters. Keyset-paged; each page is one query."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    all_,
    and_,
    any_,
    exists,
    false,
    func,
    literal,
    not_,
    select,
    tuple_,
    union,
)
from sqlalchemy.orm import Session

from services.review import rules
from services.review.queries.cases import KNOWS_APPLICANT, READ_ALL
from services.review.states import WAITS_FOR, State
from services.review.tables import Case, Member
from services.shared.errors import RuleBroken
from services.shared.rights.conflicts import NEXT_IN_LINE
from services.shared.rights.people import Actor, Role

PAGE = 25
WEEK = timedelta(days=6)  # from today on
CAP = 100  # the numbers above "my work" are exact below it: however long the list, as many rows are looked at


@dataclass(frozen=True)
class Page:
    """A page of cases and the cursor of the next one (None at the end)."""

    cases: Sequence[Case]
    after: str | None


@dataclass(frozen=True)
class Counts:
    """The numbers above "my work": waiting for me, late, due today, and at letters. Each at most ``CAP``."""

    waiting: int
    late: int
    today: int
    letters: int


def may_see(actor: Actor) -> ColumnElement[bool]:
    """Condition for the cases that a person may see (assignment and conflicts of interest)."""
    key = rules.name_key(actor.name)
    return seen_by(literal(actor.username), literal(key) if key else None, everything=actor.is_any(*READ_ALL))


def seen_by(username: ColumnElement[str], key: ColumnElement[str] | None, *, everything: bool) -> ColumnElement[bool]:
    """The same for a person who is not known yet; ``key``: their name as officials are compared, None for no name."""
    namesake = and_(Case.official_key == key, username != all_(Case.cleared)) if key is not None else false()
    free = and_(username != all_(Case.conflicted), not_(namesake))
    return free if everything else and_(free, _assigned(username))


def _assigned(username: ColumnElement[str]) -> ColumnElement[bool]:
    return exists().where(Member.case_no == Case.case_no, Member.username == username)


def waits_for(actor: Actor) -> list[ColumnElement[bool]]:
    """Conditions for the cases in which this person has the next step; together they are this person's work.

    Each is answered by one index in the order of the deadline: by state, late ones of the level below, stand-ins.
    """
    found: list[ColumnElement[bool]] = [Case.escalated_to == str(role) for role in sorted(actor.roles)]
    for role, states in WAITS_FOR.items():
        if role in actor.roles:
            mine = [Case.state == state for state in states]
            found += [and_(one, _assigned(literal(actor.username))) for one in mine] if role == Role.TEAM else mine
    for role, other in NEXT_IN_LINE.items():
        if other in actor.roles:
            standing_in = literal(str(role)) == any_(Case.stood_in)
            found.append(
                and_(Case.stood_in != [], Case.ended_at.is_(None), standing_in, Case.state.in_(WAITS_FOR[role]))
            )
    return [and_(may_see(actor), condition) for condition in found]


def my_work(
    session: Session, actor: Actor, after: str | None = None, limit: int = PAGE, *conditions: ColumnElement[bool]
) -> Page:
    """What waits for this person, oldest deadline first; ``conditions`` narrow it (``work_conditions``)."""
    parts = waits_for(actor)
    if not parts:
        return Page([], None)
    later = [tuple_(Case.due, Case.case_no) > tuple_(_day(due), no) for due, no in [_unpack(after)]] if after else []
    first = [
        select(Case.case_no)
        .where(part, *conditions, *later)
        .order_by(Case.due, Case.case_no)
        .limit(limit + 1)
        .subquery()
        for part in parts
    ]
    wanted = union(*(select(part.c.case_no) for part in first))
    statement = select(Case).where(Case.case_no.in_(wanted)).order_by(Case.due, Case.case_no)
    return _page(session, statement, limit, lambda c: [c.due.isoformat(), c.case_no])


def work_conditions(filters: dict[str, Any], today: date) -> list[ColumnElement[bool]]:
    """The filters of "my work" as conditions."""
    near = {"late": Case.due < today, "today": Case.due == today, "week": Case.due.between(today, today + WEEK)}
    found: list[ColumnElement[bool]] = [Case.state == filters["state"]] if filters.get("state") else []
    return [*found, near[filters["due"]]] if filters.get("due") else found


def counts(session: Session, actor: Actor, today: date) -> Counts:
    """How much waits for this person; one query, and never more rows than ``CAP`` looked at for a number."""
    parts = waits_for(actor)
    at_letters = and_(may_see(actor), Case.state == State.LETTER_REQUESTED)
    if actor.is_any(Role.TEAM):
        at_letters = and_(at_letters, _assigned(literal(actor.username)))
    wanted = [
        parts,
        [and_(p, Case.due < today) for p in parts],
        [and_(p, Case.due == today) for p in parts],
        [at_letters],
    ]
    return Counts(*session.execute(select(*(_count(conditions) for conditions in wanted))).one())


def _count(conditions: list[ColumnElement[bool]]) -> Any:
    if not conditions:
        return literal(0)
    found = [select(Case.case_no).where(condition).limit(CAP).subquery() for condition in conditions]
    rows = union(*(select(part.c.case_no) for part in found)).subquery()
    return select(func.least(func.count(), CAP)).select_from(rows).scalar_subquery()


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
