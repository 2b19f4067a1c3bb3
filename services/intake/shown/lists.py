"""Lists of complaints for the signed-in person."""

from __future__ import annotations

from typing import Any

from services.intake import queries
from services.intake.queries import lists
from services.intake.rules import cases, nik
from services.intake.rules.codes import normalise
from services.intake.rules.search import Filters
from services.intake.shown.knowing import KNOWS
from services.intake.shown.lines import line
from services.shared.calendar import clock
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
        found = lists.one_line(session, number) if number else None
        page = (
            found
            if found and found.items
            else lists.complaints(
                session,
                filters,
                knows=person.is_any(*KNOWS),
                calendar=service.calendar,
                today=cases.local_day(now),
                after=after,
                limit=limit,
            )
        )
    return as_lines(page)


def as_lines(page: lists.Page) -> dict[str, Any]:
    """A page of complaints as plain data."""
    service, person, now = current_service(), me(), clock.now()
    return {
        "items": [line(service, row, person, now) for row in page.items],
        "next": page.after,
        "alike": page.alike,
    }


def find_secret(text: str) -> dict[str, Any] | None:
    """Complaints by what must not stand in an address: a NIK or a tracking code; None where the text is neither."""
    service, person = current_service(), me()
    digits = nik.clean(text)
    with service.work(person) as work:
        if normalise(text):
            found = queries.by_tracking_code(work.session, text)
            return as_lines(lists.Page([found] if found else [], None))
        if len(digits) == 16 and digits.isdigit() and person.is_any(*KNOWS):
            work.audit("search_nik", "search", "Pencarian dengan NIK", story=False)
            return as_lines(lists.by_nik_index(work.session, service.vault.indices(digits)))
    return None
