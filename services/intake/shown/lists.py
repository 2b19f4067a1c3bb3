"""Lists of complaints for the signed-in person."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from services.intake.queries import lists
from services.intake.rules import cases
from services.intake.rules.search import Filters
from services.intake.shown.knowing import knows_all
from services.intake.shown.lines import line
from services.shared.calendar import clock
from services.shared.rights.people import Actor
from services.shared.unit_of_work import Service
from services.shared.web.access import me
from services.shared.web.service import current_service


def page_of_cases(filters: Filters, after: str | None, limit: int) -> dict[str, Any]:
    """Complaints that this person may see: items, the cursor of the next page, and names taken for misspelt words.

    Raises:
        RuleBroken: an unknown cursor.
    """
    service, person, now = current_service(), me(), clock.now()
    number = cases.guess_number(filters.words, clock.local(now).year)
    with service.reading() as session:
        page = lists.one_line(session, number) if number else lists.NOTHING
        if not page.items:
            page = read(session, service, person, filters, now, after, limit)
    return as_lines(page)


def read(
    session: Session, service: Service, person: Actor, filters: Filters, now: datetime, after: str | None, limit: int
) -> lists.Page:
    """A page of the list as this person may search it; raises RuleBroken for an unknown cursor."""
    return lists.complaints(
        session,
        filters,
        knows=knows_all(person),
        calendar=service.calendar,
        today=cases.local_day(now),
        after=after,
        limit=limit,
    )


def as_lines(page: lists.Page) -> dict[str, Any]:
    """A page of complaints as plain data."""
    service, person, now = current_service(), me(), clock.now()
    return {
        "items": [line(service, row, person, now) for row in page.items],
        "next": page.after,
        "alike": page.alike,
    }
