"""My work and the list of cases: as data for programs, and as the rows and numbers of the pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask import url_for

from services.review.queries import deadlines, lists, work
from services.review.queries.paging import PAGE
from services.review.rules import dates
from services.review.schemas.answers import LINE
from services.review.shown import words
from services.review.shown.applicant import applicant
from services.review.shown.case import columns, now_of
from services.review.states import STATE_LABELS, WAITS_FOR
from services.review.tables import Case
from services.shared.calendar import clock
from services.shared.config.office import Office
from services.shared.data.paging import Page
from services.shared.rights.people import Actor, Role
from services.shared.unit_of_work import Service

Options = list[tuple[str, str]]


def page_of_work(service: Service, person: Actor, filters: dict[str, Any], limit: int = PAGE) -> dict[str, Any]:
    """What waits for this person: items, cursor of the next page, and the counts (of all that waits)."""
    now = clock.now()
    today, left = dates.today(now), service.calendar.between
    with service.reading() as session:
        page = work.my_work(session, person, filters["after"], limit, *work.work_conditions(filters, today))
        counts = work.counts(session, person, today)
        owed = deadlines.owed(session, person)
    also = [vars(row) | {"days_left": left(today, row.due_on)} for row in owed.rows]
    return _lines(service, person, page, now) | {"counts": vars(counts), "owed": also}


def page_of_cases(service: Service, person: Actor, filters: dict[str, Any], limit: int = PAGE) -> dict[str, Any]:
    """Cases that this person may see: items and the cursor of the next page."""
    with service.reading() as session:
        page = lists.case_list(session, person, filters, filters["after"], limit)
    return _lines(service, person, page, clock.now())


def _lines(service: Service, person: Actor, page: Page[Case], now: datetime) -> dict[str, Any]:
    return {"items": [_line(case, person, service, now) for case in page.rows], "next": page.after}


def _line(case: Case, person: Actor, service: Service, now: datetime) -> dict[str, Any]:
    """A case as one line of a list."""
    return (
        columns(case, LINE)
        | now_of(case, service.calendar, now)
        | {
            "applicant_name": applicant(case, person)["name"],
            "category_label": service.office.categories.get(case.category, case.category),
            "escalated": case.escalated_to is not None,
        }
    )


def row(item: dict[str, Any], roles: Iterable[Role]) -> dict[str, Any]:
    """A case as a line of the queue on a page."""
    return {
        "url": url_for("pages.case_page", case_no=item["case_no"]),
        "number": item["case_no"],
        "note": clock.short_date(item["received_at"]),
        "title": _title(item),
        "applicant": item["applicant_name"],
        "village": item["village"],
        "status": "Dikembalikan Camat" if item["returned_at"] else item["state_label"],
        "tone": "warn" if item["returned_at"] else words.tone(item["state"]),
        "due": clock.short_date(item["due"]) if item["due"] else "",
        "days_left": item["days_left"],
        "paused": item["paused"],
        "action": words.next_action(item["state"], roles),
    }


def _title(item: dict[str, Any]) -> str:
    urgent = "MENDESAK: " if item["urgent_since"] and item["due"] else ""
    return f"{urgent}{item['title']}{' (dinaikkan)' if item['escalated'] else ''}"


def tiles(counts: dict[str, int], person: Actor) -> list[dict[str, Any]]:
    """The numbers above "my work"."""
    late, today = counts["late"], counts["today"]
    found = [
        _tile(counts["waiting"], "Menunggu saya", "info"),
        _tile(late, "Terlambat", "bad" if late else "mute", due="late"),
        _tile(today, "Batas waktu hari ini", "warn" if today else "mute", due="today"),
    ]
    if person.is_any(Role.CAMAT, Role.TEAM):
        found.append(_tile(counts["letters"], "Surat disiapkan", "mute") | {"url": "/letters/"})
    return found


def _tile(count: int, label: str, tone: str, due: str | None = None) -> dict[str, Any]:
    """A number; beyond the cap it says so."""
    value = f"{work.CAP - 1}+" if count >= work.CAP else str(count)
    return {"value": value, "label": label, "tone": tone, "url": url_for("pages.my_work", due=due)}


def choices(office: Office, roles: Iterable[Role]) -> dict[str, Options]:
    """Options of the filters: the states that wait for these roles, and the office's own lists."""
    waiting = [state for role, states in WAITS_FOR.items() if role in roles for state in states]
    return {
        "waiting": [(str(state), STATE_LABELS[state]) for state in waiting],
        "class_code": [(code, item.label) for code, item in office.classes.items()],
        "village": [(name, name) for name in office.villages.values()],
    }
