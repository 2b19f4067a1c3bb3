"""Everything of the statistics page that is no table: figures, charts, villages that filter, what is late."""

from __future__ import annotations

from typing import Any

from flask import url_for

from services.review.queries.late import late_cases
from services.review.queries.statistics import Figures
from services.review.rules import dates
from services.review.rules.statistics import Period, Section
from services.review.shown import charts, dashboard, villages
from services.review.shown.statistics import sections
from services.review.states import STATE_LABELS, State
from services.review.tables import Case
from services.shared.calendar import clock
from services.shared.config import naming
from services.shared.config.office import Office
from services.shared.rights.people import Actor
from services.shared.unit_of_work import Service

Shown = dict[str, Any]


def page(service: Service, person: Actor, period: Period, scope: str, found: Figures) -> Shown:
    """The variables of the template."""
    return {
        "figures": dashboard.figures(period, found),
        "lines": charts.lines(found),
        "hours": charts.hours(found),
        "steps": charts.steps(service.office, found),
        "ways": charts.ways(found),
        "tiles": [_linked(period, tile) for tile in villages.tiles(service.office, found, scope)],
        "everywhere": address(period, "") if scope else "",
        "borders": villages.borders(service.office, service.settings.office_file),
        "late": _late(service, person, scope),
        "files": {kind: address(period, scope, f"as_{kind}") for kind in ("csv", "xlsx", "pdf")},
    }


def paper(office: Office, period: Period, found: Figures) -> Shown:
    """The same for the printed report, as texts; with all tables."""
    return {
        "figures": [_texts(one, "value", "label", "note") for one in dashboard.figures(period, found)],
        "lines": charts.lines(found),
        "villages": [_texts(one, "name", "n") for one in villages.tiles(office, found, "")],
        "village": naming.village(),
        "hours": charts.hours(found),
        "steps": charts.steps(office, found),
        "ways": [_texts(one, "words", "n") for one in charts.ways(found)],
        "late": str(sum(found.present.get("overdue", {}).values())),
        "sections": [_section(part) for part in sections(office, found)],
    }


def _linked(period: Period, tile: Shown) -> Shown:
    """A village that the page can be narrowed to leads there."""
    return tile | {"url": address(period, tile["scope"]) if "scope" in tile else ""}


def _section(part: Section) -> Shown:
    return {"title": part.title, "head": part.head, "rows": [[str(cell) for cell in row] for row in part.rows]}


def _texts(one: Shown, *names: str) -> list[str]:
    return [str(one[name]) for name in names]


def address(period: Period, scope: str, endpoint: str = "page") -> str:
    """The page, or a file, of a period and what it is narrowed to."""
    return url_for(f"pages.{endpoint}", **{"period": period.code} | ({"scope": scope} if scope else {}))  # type: ignore[arg-type]


def _late(service: Service, person: Actor, scope: str) -> Shown:
    today = dates.today(clock.now())
    with service.reading() as session:
        count, cases = late_cases(session, person, today, scope)
    name, _, value = scope.partition("=")
    narrowed = {name: value} if name in {"village", "class_code"} else {}
    return {
        "count": count,
        "rows": [_row(case) | {"days_left": service.calendar.between(today, case.due or today)} for case in cases],
        "all": url_for("pages.case_list", due="late", **narrowed),  # type: ignore[arg-type]
    }


def _row(case: Case) -> Shown:
    return {
        "url": url_for("pages.case_page", case_no=case.case_no),
        "case_no": case.case_no,
        "title": case.title,
        "state": STATE_LABELS[State(case.state)],
    }
