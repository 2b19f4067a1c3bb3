"""Complaints by filters alone, along the indexes: newest first, or most urgent first where the deadline is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, literal, select, tuple_, union_all
from sqlalchemy.orm import Session

from services.intake.rules.search import SOON, Filters
from services.intake.tables import Complaint
from services.shared.calendar import clock
from services.shared.calendar.working_days import WorkingDays
from services.shared.rights.people import Role

Key = tuple[Any, str]


def conditions(filters: Filters, calendar: WorkingDays, today: date) -> list[ColumnElement[bool]]:
    """What the filters ask of a complaint, but its states and words."""
    pairs = ((Complaint.village, filters.village), (Complaint.class_code, filters.class_code))
    found: list[ColumnElement[bool]] = [column == value for column, value in pairs if value]
    if filters.clerk:
        found.append(Complaint.clerk == filters.clerk)
    if filters.paper:
        found += _paper_lies_with(filters.paper)
    if filters.first:
        found.append(Complaint.received_at >= _midnight(filters.first))
    if filters.last:
        found.append(Complaint.received_at < _midnight(filters.last + timedelta(days=1)))
    return [*found, *_due(filters.due, calendar, today)]


def _paper_lies_with(holder: str) -> list[ColumnElement[bool]]:
    """Of running complaints; the paper is at the desk until somebody says otherwise."""
    unsaid = [""] if holder == Role.CLERK else []
    said = [] if unsaid else [Complaint.paper_holder != ""]
    return [Complaint.paper_holder.in_([holder, *unsaid]), Complaint.ended_at.is_(None), *said]


def _due(when: str, calendar: WorkingDays, today: date) -> list[ColumnElement[bool]]:
    if when == "late":
        return [Complaint.deadline < today]
    if when == "today":
        return [Complaint.deadline == today]
    return [Complaint.deadline.between(today, calendar.add(today, SOON))] if when == "soon" else []


def by_filters(
    session: Session,
    states: Sequence[str],
    wanted: Sequence[ColumnElement[bool]],
    after: Key | None,
    limit: int,
    *,
    by_deadline: bool,
) -> list[Key]:
    """Each state by itself, so that each comes ready sorted out of its index; then the first of all."""
    column: Any = Complaint.deadline if by_deadline else Complaint.received_at
    order: tuple[Any, Any] = (column.desc(), Complaint.case_no.desc())
    if by_deadline:
        order = (column, Complaint.case_no)
    statement: Any = select(column.label("at"), Complaint.case_no.label("number")).where(*wanted)
    if after:
        key, edge = tuple_(column, Complaint.case_no), tuple_(*map(literal, after))
        statement = statement.where(key > edge if by_deadline else key < edge)
    if not states:
        return _keys(session, statement.order_by(*order).limit(limit))
    parts = [statement.where(Complaint.state == state).order_by(*order).limit(limit).subquery() for state in states]
    whole = union_all(*(select(part.c.at, part.c.number) for part in parts)).subquery()
    order = (whole.c.at, whole.c.number) if by_deadline else (whole.c.at.desc(), whole.c.number.desc())
    return _keys(session, select(whole.c.at, whole.c.number).order_by(*order).limit(limit))


def _keys(session: Session, statement: Select[Any]) -> list[Key]:
    return [(row[0], row[1]) for row in session.execute(statement)]


def _midnight(day: date) -> datetime:
    return clock.begin(day)
