"""The cases that wait for a person, with filters, and the list of all that they may see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from marshmallow import Schema

from services.review.schemas.lists import FiltersSchema, WorkFiltersSchema
from services.review.shown import lists
from services.review.states import READERS, RIGHTS
from services.shared.calendar import clock
from services.shared.rights.people import Actor, Role
from services.shared.unit_of_work import Service
from services.shared.web.access import allow, me
from services.shared.web.forms import filters
from services.shared.web.service import current_service

Asked = Callable[[Service, Actor, dict[str, Any]], dict[str, Any]]


def add_to(pages: Blueprint) -> None:
    """Add the lists to the blueprint."""
    pages.get("/")(my_work)
    pages.get("/cases")(case_list)


@allow(*READERS)
def my_work() -> tuple[str, int]:
    """What waits for me, oldest deadline first, with the next step as the button; filters are parts of the address."""
    shown, page, status = _asked(WorkFiltersSchema(), "pages.my_work", lists.page_of_work)
    answer = render_template(
        "work.html",
        **shown,
        tiles=lists.tiles(page["counts"], me()) if page else [],
        no_leave=_year_without_leave() if me().is_any(Role.SECTION_HEAD, Role.CAMAT, Role.ADMIN) else 0,
        acts=me().is_any(Role.SECTION_HEAD, Role.CAMAT, Role.TEAM),
    )
    return answer, status


@allow(*READERS)
def case_list() -> tuple[str, int]:
    """All cases that I may see, newest first, with filters that are parts of the address."""
    shown, _, status = _asked(FiltersSchema(), "pages.case_list", lists.page_of_cases)
    return render_template("cases.html", **shown, may_hand_on=RIGHTS.may("hand_on_work", me())), status


def _asked(schema: Schema, endpoint: str, page_of: Asked) -> tuple[dict[str, Any], dict[str, Any] | None, int]:
    """What a list's page shows, the data, and the status: the filters are kept, and those of other pages too."""
    service, person = current_service(), me()
    given, form = filters(schema)
    page = page_of(service, person, given) if given else None
    names = [name for name in schema.fields if name not in {"after", "limit"}]
    chosen = {name: form.values[name] for name in names if form.values.get(name)}
    more = page["next"] if page else None
    shown = {
        "form": form,
        "schema": schema,
        "rows": [lists.row(item, person.roles) for item in page["items"]] if page else [],
        "next_url": url_for(endpoint, **chosen, after=more) if more else "",
        "first_url": url_for(endpoint, **chosen) if "after" in request.args else "",
        "filtered": bool(chosen),
        "choices": lists.choices(service.office, person.roles),
    }
    return shown, page, form.status


def _year_without_leave() -> int:
    """The year into which deadlines of today's cases may reach and whose collective leave is unknown; 0 where none."""
    service = current_service()
    today = clock.today()
    longest = max(limit.days for limit in service.office.classes.values())
    last = today + timedelta(days=2 * longest)
    years = [year for year in range(today.year, last.year + 1) if not service.calendar.has_leave(year)]
    return years[0] if years else 0
