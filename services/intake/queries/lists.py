"""Lists of the front desk: my work, search, the application book. Keyset-paged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from services.intake.states import State
from services.intake.tables import Applicant, BookEntry, Complaint
from services.shared import clock
from services.shared.errors import RuleBroken

PAGE = 25
PER_GROUP = 30  # of each kind of work on "my work"; the rest is one click away
WORK = (
    State.READY_FOR_HANDOVER,
    State.DELIVERED,
    State.INTAKE_CHECK,
    State.AWAITING_COMPLETION,
    State.DRAFT_INTAKE,
    State.WITHDRAWAL_REQUESTED,
)


BookRow = tuple[BookEntry, Complaint | None]


@dataclass(frozen=True)
class Page:
    """One page of a list; ``after`` leads to the next one, None at the end."""

    items: list[Any]
    after: str | None


def counts(session: Session) -> dict[str, int]:
    """How many complaints are in each state that is not an end."""
    statement = (
        select(Complaint.state, func.count().label("number"))
        .where(Complaint.state.not_like("closed%"))
        .group_by(Complaint.state)
    )
    return {row.state: row.number for row in session.execute(statement)}


def my_work(session: Session) -> dict[str, list[Complaint]]:
    """What waits at the desk, by state, soonest deadline first; at most ``PER_GROUP`` of each state. One query."""
    place = func.row_number().over(
        partition_by=Complaint.state, order_by=(Complaint.deadline.nulls_last(), Complaint.case_no)
    )
    ranked = select(Complaint.case_no, place.label("place")).where(Complaint.state.in_(WORK)).subquery()
    statement = (
        select(Complaint)
        .join(ranked, ranked.c.case_no == Complaint.case_no)
        .where(ranked.c.place <= PER_GROUP)
        .order_by(Complaint.deadline.nulls_last(), Complaint.case_no)
    )
    groups: dict[str, list[Complaint]] = {state: [] for state in WORK}
    for complaint in session.execute(statement).unique().scalars():
        groups[complaint.state].append(complaint)
    return groups


def recently_forwarded(session: Session, limit: int = 10) -> list[Complaint]:
    """The complaints that went to the section head last and are still on their way."""
    statement = select(Complaint).where(Complaint.state == State.FORWARDED)
    return list(session.execute(statement.order_by(Complaint.received_at.desc()).limit(limit)).unique().scalars())


def complaints(
    session: Session, *, states: Sequence[str], words: str, knows: bool, after: str | None, limit: int = PAGE
) -> Page:
    """Complaints, newest first. ``knows``: whether the person may find confidential applicants by their name.

    Raises:
        RuleBroken: a cursor that is none.
    """
    statement = select(Complaint)
    if states:
        statement = statement.where(Complaint.state.in_(states))
    for word in words.lower().split()[:6]:
        column = Complaint.search_full if knows else Complaint.search
        statement = statement.where(column.contains(word, autoescape=True))
    return _page(session, statement, after, limit)


def by_nik_index(session: Session, nik_index: str, limit: int = PAGE) -> Page:
    """Complaints of one NIK, newest first."""
    statement = select(Complaint).join(Applicant, Applicant.case_no == Complaint.case_no)
    return _page(session, statement.where(Applicant.nik_index == nik_index), None, limit)


def _page(session: Session, statement: Select[Complaint], after: str | None, limit: int) -> Page:
    if after:
        statement = statement.where(tuple_(Complaint.received_at, Complaint.case_no) < _cursor(after))
    ordered = statement.order_by(Complaint.received_at.desc(), Complaint.case_no.desc()).limit(limit + 1)
    rows = list(session.execute(ordered).unique().scalars())
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(rows[:limit], f"{last.received_at.isoformat()}~{last.case_no}" if last else None)


def _cursor(text: str) -> tuple[datetime, str]:
    moment, _, case_no = text.replace(" ", "+").partition("~")
    try:
        value = datetime.fromisoformat(moment)
        if value.tzinfo is None:
            raise ValueError
    except ValueError:
        raise RuleBroken("Halaman daftar ini tidak ada.", {"after": ["Halaman daftar ini tidak ada."]}) from None
    return value, case_no


def book(session: Session, first: date, after: int | None, limit: int | None = 50) -> tuple[list[BookRow], int | None]:
    """The application book of a month, in its own order, and the number after which it goes on.

    ``limit`` None gives the whole month, for paper.
    """
    start, end = _moments(first)
    statement = (
        select(BookEntry, Complaint)
        .outerjoin(Complaint, Complaint.case_no == BookEntry.case_no)
        .where(BookEntry.entered_at >= start, BookEntry.entered_at < end)
        .order_by(BookEntry.year, BookEntry.number)
    )
    if after is not None:
        statement = statement.where(BookEntry.number > after)
    if limit is not None:
        statement = statement.limit(limit + 1)
    rows: list[BookRow] = [(row[0], row[1]) for row in session.execute(statement).unique()]
    if limit is None or len(rows) <= limit:
        return rows, None
    return rows[:limit], rows[limit - 1][0].number


def _moments(first: date) -> tuple[datetime, datetime]:
    """The beginning of a month and of the next one, by the office's clock."""
    following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return (
        datetime.combine(first.replace(day=1), time(), tzinfo=clock.WITA),
        datetime.combine(following, time(), tzinfo=clock.WITA),
    )
