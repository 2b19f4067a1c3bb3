"""The newest complaints that have certain words, at the same cost with a thousand complaints and with a million.

The newest ones are looked through one by one, older ones by the index: a month, then more months at once, until a page
is full. A frequent word fills it at once; of a rare one there is not much to read in all the years.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    DateTime,
    Select,
    String,
    Subquery,
    bindparam,
    cast,
    select,
    text,
    tuple_,
    union_all,
)  # fmt: skip
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from services.intake.rules import search
from services.intake.tables import Complaint, ComplaintWords
from services.shared.calendar import clock

Key = tuple[datetime, str]

# Few rows out of large tables, always: a plan for the very words that were asked, along the indexes.
_PLANS = text("""
    select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('enable_seqscan', 'off', true),
        set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
        set_config('max_parallel_workers_per_gather', '0', true)
""")


_QUERY = bindparam("query", type_=String)
_BEFORE = bindparam("at", type_=DateTime(timezone=True)), bindparam("number", type_=String)


@dataclass(frozen=True)
class Reach:
    """How far one look goes: so many of the newest complaints one by one, then so many months by the index, look after
    look. What is older than all of them is the last one."""

    newest: int = 500
    months: tuple[int, ...] = (1, 3, 9, 27, 80)


@dataclass(frozen=True)
class Wanted:
    """What else is asked of a complaint: conditions on ``Complaint``, and the days of receipt that they allow."""

    conditions: Sequence[ColumnElement[bool]]
    newest: date
    oldest: date | None = None


def keys(
    session: Session, query: str, wanted: Wanted, before: Key | None, limit: int, reach: Reach | None = None
) -> list[Key]:
    """The newest that have the words of a tsquery and are wanted, as (received at, number), older than ``before``.

    One query: PostgreSQL takes the looks one after the other, and none after the one that fills the page.
    """
    session.execute(_PLANS)
    built = _built if wanted.conditions else _built_once
    statement = built(wanted, limit, reach or Reach(), later=before is not None)
    at, number = before or (None, None)
    found = session.execute(statement, {"query": query} | ({"at": at, "number": number} if before else {}))
    return sorted(((row[0], row[1]) for row in found), reverse=True)


def _built(wanted: Wanted, limit: int, reach: Reach, *, later: bool) -> Select[Any]:
    looks = [_page(look, limit) for look in _looks(wanted, reach, later=later)]
    whole = union_all(*(select(look.c.received_at, look.c.case_no) for look in looks)).subquery()
    return select(whole.c.received_at, whole.c.case_no).limit(limit)


# Of words alone the statement is the same all day; to make it takes as long as to ask it.
_built_once = lru_cache(maxsize=32)(_built)


def _page(look: Select[Any], limit: int) -> Subquery:
    at, number = look.selected_columns
    return look.order_by(at.desc(), number.desc()).limit(limit).subquery()


def _looks(wanted: Wanted, reach: Reach, *, later: bool) -> Iterator[Select[Any]]:
    """The newest complaints, then what is older than these, by months; all of a look is newer than all of the next."""
    newest = _newest(reach.newest, ComplaintWords.words, later=later)
    yield _among(newest, wanted).where(_has(_QUERY, newest.c.words))
    last = _newest(reach.newest, later=later)
    edge = select(last).order_by(last.c.received_at, last.c.case_no).limit(1).cte("edge")
    month = wanted.newest
    for count in reach.months:
        marks = search.months_back(month, count)
        yield _older(_hits(f"months_{count}", _has(search.any_of(map(search.lexeme, marks)))), edge, wanted)
        month = search.month_before(month, count)
        if wanted.oldest and month < wanted.oldest.replace(day=1):
            return
    rest = ComplaintWords.received_at < clock.begin(search.month_before(month, -1))
    yield _older(_hits("rest", rest), edge, wanted)


def _newest(count: int, *more: Any, later: bool) -> Subquery:
    statement = select(ComplaintWords.received_at, ComplaintWords.case_no, *more)
    if later:
        statement = statement.where(tuple_(ComplaintWords.received_at, ComplaintWords.case_no) < tuple_(*_BEFORE))
    return statement.order_by(ComplaintWords.received_at.desc(), ComplaintWords.case_no.desc()).limit(count).subquery()


def _hits(name: str, within: ColumnElement[bool]) -> CTE:
    """All that the index has, in no order. Materialized: asked for an order, PostgreSQL would rather walk through all
    complaints of the span, since it cannot know how rare the words are together."""
    statement = select(ComplaintWords.received_at, ComplaintWords.case_no).where(_has(_QUERY), within)
    return statement.cte(name).prefix_with("materialized")


def _has(query: Any, words: Any = ComplaintWords.words) -> ColumnElement[bool]:
    return words.op("@@")(cast(query, TSQUERY))


def _older(hits: CTE, edge: CTE, wanted: Wanted) -> Select[Any]:
    return _among(hits, wanted).where(
        tuple_(hits.c.received_at, hits.c.case_no) < tuple_(edge.c.received_at, edge.c.case_no)
    )


def _among(found: Any, wanted: Wanted) -> Select[Any]:
    statement = select(found.c.received_at, found.c.case_no)
    if wanted.conditions:
        statement = statement.join(Complaint, Complaint.case_no == found.c.case_no).where(*wanted.conditions)
    return statement
