"""*My work*: one list over the four services, the same page in each of them.

A service says what waits in it for a person (``WorkOf``). The page shows that of its own service, and the browser asks
the others for theirs with the person's own session: no service asks another. One that is down is named, the rest shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from flask import Blueprint, render_template

from services.shared.calendar import clock
from services.shared.calendar.working_days import WorkingDays
from services.shared.rights.people import Actor
from services.shared.unit_of_work import Service
from services.shared.web.access import me, staff_only
from services.shared.web.navigation import WORKS_IN, services_of
from services.shared.web.service import current_service

LATE, TODAY, WEEK, LATER = GROUPS = ("late", "today", "week", "later")
WITHIN_WEEK = timedelta(days=6)  # from today on
AHEAD = 10  # working days of the strip
MOST = 25  # rows that one service tells; the rest is in its own list
Extra = tuple[str, dict[str, Any]]  # a template and what it is given


@dataclass(frozen=True, kw_only=True)
class Todo:
    """One row: what to do (a verb), about what and whom, since when, until when, and where it is done.

    ``late``: although its day has not passed (its hour has). ``today``: although it has no day.
    """

    verb: str
    about: str
    url: str
    number: str = ""
    who: str = ""
    since: datetime | date | None = None
    due: date | None = None
    note: str = ""
    urgent: bool = False
    late: bool = False
    today: bool = False


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """What has its hour: ``at`` is the office's clock, ``08.30``."""

    on: date
    at: str
    what: str
    number: str
    url: str


@dataclass
class Waiting:
    """What waits for a person in one service. ``more``: lists with what is not told here (words, address).

    ``beyond``: how many wait beside those told here; a list is counted to ``COUNTED``, so a thousand are "or more".

    ``extra`` stands above the list: what this service's people begin at their desk.
    """

    todos: list[Todo] = field(default_factory=list)
    appointments: list[Appointment] = field(default_factory=list)
    more: list[tuple[str, str]] = field(default_factory=list)
    beyond: int = 0
    extra: Extra | None = None

    def add(self, other: Waiting) -> None:
        """Put what waits elsewhere in the service beside it."""
        self.todos += other.todos
        self.appointments += other.appointments
        self.more += other.more
        self.beyond += other.beyond
        self.extra = self.extra or other.extra


WorkOf = Callable[[Service, Actor, datetime], Waiting]


def blueprint(service: str, works: Iterable[WorkOf]) -> Blueprint:
    """The page and its part of one service."""
    pages = Blueprint("my_work", __name__)

    @pages.get("/work")
    @staff_only
    def show() -> str:
        """The whole page, with this service's own rows; at the front desk it is the office's first page, too."""
        return render_template(
            "my_work.html",
            others=[one for one in services_of(me()) if one[0] != service],
            days=days(current_service().calendar, clock.today()),
            **part(service, works),
        )

    @pages.get("/work/panel")
    @staff_only
    def panel() -> str:
        """What waits in this service, for the page of any other; nothing for whose roles have no work here."""
        return render_template("my_work_part.html", **part(service, works))

    if service == "intake":
        pages.add_url_rule("/", "home", show)
    return pages


def part(service: str, works: Iterable[WorkOf]) -> dict[str, Any]:
    """What the templates show of one service; nothing for whose roles have no work in it."""
    person, now, waiting = me(), clock.now(), Waiting()
    if person.roles & WORKS_IN[service]:
        for work in works:
            waiting.add(work(current_service(), person, now))
    rows = [row(todo, current_service().calendar, clock.local(now).date()) for todo in waiting.todos]
    return {"part": service, "rows": sorted(rows, key=order), "waiting": waiting, "extra": waiting.extra}


def row(todo: Todo, calendar: WorkingDays, today: date) -> dict[str, Any]:
    """A row as it is shown: with its group, and the working days that are left."""
    left = None if todo.due is None else calendar.between(today, todo.due)
    if todo.due is not None and todo.due < today:
        left = min(left or 0, -1)  # a day that has passed is late, also where no working day lies between
    return {**vars(todo), "group": group(todo, today), "days_left": left}


def group(todo: Todo, today: date) -> str:
    """Late, today, this week, or later; what has no day is later, what is urgent is today."""
    if todo.late or (todo.due is not None and todo.due < today):
        return LATE
    if todo.due is None:
        return TODAY if todo.urgent or todo.today else LATER
    if todo.due == today or todo.urgent:
        return TODAY
    return WEEK if todo.due <= today + WITHIN_WEEK else LATER


def order(row: dict[str, Any]) -> tuple[int, str, str]:
    """By group, then what is due first, then what waits longest: as work.js sorts the rows of several services."""
    return GROUPS.index(row["group"]), str(row["due"] or "9999"), str(row["since"] or "")


def days(calendar: WorkingDays, today: date) -> list[dict[str, Any]]:
    """The working days of the strip, from today on (or the next one)."""
    found = [today] if calendar.is_open(today) else []
    last = today
    while len(found) < AHEAD:
        last = calendar.add(last, 1)
        found.append(last)
    return [
        {"on": day, "name": clock.DAYS[day.weekday()], "short": f"{day.day} {clock.MONTHS[day.month - 1][:3]}"}
        | {"today": day == today}
        for day in found
    ]
