"""My work, and the list of all cases that a person may see."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template, request, url_for
from marshmallow import ValidationError

from services.review.opening import page_of_cases, page_of_work
from services.review.pages import words
from services.review.queries.lists import CAP
from services.review.schemas import FiltersSchema, WorkFiltersSchema
from services.review.verbs import READERS
from services.shared.calendar import clock
from services.shared.rights.people import Role
from services.shared.web.access import allow, me
from services.shared.web.errors import flatten
from services.shared.web.forms import Form
from services.shared.web.service import current_service

FILTERS = ("state", "class_code", "village", "q")
WORK_FILTERS = ("state", "due")


def add_to(pages: Blueprint) -> None:
    """Add the lists to the blueprint."""
    pages.get("/")(my_work)
    pages.get("/cases")(case_list)


@allow(*READERS)
def my_work() -> tuple[str, int]:
    """What waits for me, oldest deadline first, with the next step as the button; filters are parts of the address."""
    form, given = _asked(WORK_FILTERS)
    page: dict[str, Any] = {"items": [], "next": None, "owed": [], "counts": None}
    try:
        filters = WorkFiltersSchema().load(given)
        page = page_of_work(filters, filters["after"])
    except ValidationError as error:
        form.errors = flatten(error.normalized_messages())
    chosen = {name: value for name, value in form.values.items() if value}
    plain = not chosen and "after" not in given
    answer = render_template(
        "work.html",
        form=form,
        rows=[_row(item) for item in page["items"]],
        tiles=_tiles(page["counts"]) if page["counts"] else [],
        next_url=url_for("pages.my_work", **chosen, after=page["next"]) if page["next"] else "",
        first_url=url_for("pages.my_work", **chosen) if "after" in given else "",
        filtered=bool(chosen),
        choices=words.work_filters(me().roles),
        owed=page["owed"] if plain else [],
        no_leave=_year_without_leave() if me().is_any(Role.SECTION_HEAD, Role.CAMAT, Role.ADMIN) else 0,
        acts=me().is_any(Role.SECTION_HEAD, Role.CAMAT, Role.TEAM),
    )
    return answer, form.status


def _asked(names: tuple[str, ...]) -> tuple[Form, dict[str, str]]:
    """The filters in the address: as a form that is shown again, and as the schema wants them."""
    form = Form(values={name: request.args.get(name, "") for name in names})
    return form, {name: value for name, value in request.args.items() if name in names or name == "after"}


def _year_without_leave() -> int:
    """The year into which deadlines of today's cases may reach and whose collective leave is unknown; 0 where none."""
    service = current_service()
    today = clock.local(clock.now()).date()
    longest = max(limit.days for limit in service.office.classes.values())
    last = today + timedelta(days=2 * longest)
    years = [year for year in range(today.year, last.year + 1) if not service.calendar.has_leave(year)]
    return years[0] if years else 0


def _tiles(counts: dict[str, int]) -> list[dict[str, Any]]:
    late, today = counts["late"], counts["today"]
    tiles = [
        _tile(counts["waiting"], "Menunggu saya", "info"),
        _tile(late, "Terlambat", "bad" if late else "mute", due="late"),
        _tile(today, "Tenggat hari ini", "warn" if today else "mute", due="today"),
    ]
    if me().is_any(Role.CAMAT, Role.TEAM):
        tiles.append(
            {"value": _number(counts["letters"]), "label": "Surat disiapkan", "tone": "mute", "url": "/letters/"}
        )
    return tiles


def _tile(count: int, label: str, tone: str, due: str | None = None) -> dict[str, Any]:
    return {"value": _number(count), "label": label, "tone": tone, "url": url_for("pages.my_work", due=due)}


def _number(count: int) -> str:
    """A number above the list; beyond the cap it says so."""
    return f"{CAP - 1}+" if count >= CAP else str(count)


@allow(*READERS)
def case_list() -> tuple[str, int]:
    """All cases that I may see, newest first, with filters that are parts of the address."""
    form, given = _asked(FILTERS)
    page: dict[str, Any] = {"items": [], "next": None}
    try:
        filters = FiltersSchema().load(given)
        page = page_of_cases(filters, filters["after"])
    except ValidationError as error:
        form.errors = flatten(error.normalized_messages())
    chosen = {name: value for name, value in form.values.items() if value}
    further = url_for("pages.case_list", **chosen, after=page["next"]) if page["next"] else ""
    office = current_service().office
    answer = render_template(
        "cases.html",
        form=form,
        rows=[_row(item) for item in page["items"]],
        next_url=further,
        first_url=url_for("pages.case_list", **chosen) if "after" in given else "",
        filtered=bool(chosen),
        choices=words.filters(office),
    )
    return answer, form.status


def _row(item: dict[str, Any]) -> dict[str, Any]:
    """A case as a line of the queue."""
    roles = me().roles
    return {
        "url": url_for("pages.case_page", case_no=item["case_no"]),
        "number": item["case_no"],
        "note": clock.short_date(item["received_at"]),
        "title": f"{item['title']} (dinaikkan)" if item.get("escalated") else item["title"],
        "applicant": item["applicant_name"],
        "village": item["village"],
        "status": item["state_label"],
        "tone": words.tone(item["state"]),
        "due": clock.short_date(item["due"]) if item["due"] else "",
        "days_left": item["days_left"],
        "paused": item["paused"],
        "action": words.next_action(item["state"], roles),
    }
