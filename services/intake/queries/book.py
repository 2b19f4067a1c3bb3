"""The application book (step 1), a month at a time, in its own order."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from services.intake.queries.lists import LINE
from services.intake.tables import Applicant, BookEntry, Complaint
from services.shared.calendar import clock

BookRow = tuple[BookEntry, Complaint | None]


def book(session: Session, first: date, after: int | None, limit: int | None = 25) -> tuple[list[BookRow], int | None]:
    """The application book of a month, in its own order, and the number after which it goes on.

    ``limit`` None gives the whole month, for paper.
    """
    statement = _of_month(first)
    if after is not None:
        statement = statement.where(BookEntry.number > after)
    if limit is not None:
        statement = statement.limit(limit + 1)
    rows: list[BookRow] = [(row[0], row[1]) for row in session.execute(statement).unique()]
    if limit is None or len(rows) <= limit:
        return rows, None
    return rows[:limit], rows[limit - 1][0].number


def _of_month(first: date) -> Select[BookEntry, Complaint]:
    start, end = _moments(first)
    return (
        select(BookEntry, Complaint)
        .outerjoin(Complaint, Complaint.case_no == BookEntry.case_no)
        .where(BookEntry.entered_at >= start, BookEntry.entered_at < end)
        .order_by(BookEntry.year, BookEntry.number)
        .options(*LINE, joinedload(Complaint.applicant).undefer(Applicant.address))
    )


def _moments(first: date) -> tuple[datetime, datetime]:
    """The beginning of a month and of the next one, by the office's clock."""
    following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return (clock.begin(first.replace(day=1)), clock.begin(following))
