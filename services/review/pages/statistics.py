"""The statistics: page, tables to take along (CSV, XLSX), and the report in the office's layout (PDF)."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from services.review.papers.statistics import statistics_report
from services.review.queries.statistics import Figures, figures
from services.review.rules import statistics
from services.review.rules.statistics import Period, Section
from services.review.schemas.lists import StatisticsSchema
from services.review.shown import glance
from services.review.shown.statistics import scopes, sections
from services.review.states import RIGHTS
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.web import delimited, sheets
from services.shared.web.access import allow, me
from services.shared.web.files import send_made
from services.shared.web.forms import Form, flat_values
from services.shared.web.service import current_service

READERS = RIGHTS.roles("see_statistics")


def add_to(pages: Blueprint) -> None:
    """Add the statistics to the blueprint."""
    pages.get("/statistics")(page)
    pages.get("/statistics.csv")(as_csv)
    pages.get("/statistics.xlsx")(as_xlsx)
    pages.get("/statistics.pdf")(as_pdf)


@allow(*READERS)
def page() -> tuple[str, int]:
    """The figures of a period at a glance, narrowed by a village, class or kind; all tables behind a button."""
    form, schema = Form(flat_values(request.args)), StatisticsSchema()
    try:
        period, scope, _ = _asked()
    except RuleBroken as error:
        form.refuse(schema, error.fields)
        period, scope = _usual(), ""
    form.values |= {"period": period.code, "scope": scope}
    found = _figures(period, scope)
    office = current_service().office
    offered = {item.code: item.label for item in [*statistics.recent(clock.today()), period]}
    answer = render_template(
        "statistics.html",
        form=form,
        schema=schema,
        period=period,
        narrowed=dict(scopes(office)).get(scope, ""),
        sections=sections(office, found),
        counted_at=found.counted_at,
        waiting=found.waiting,
        choices={"periods": list(offered.items()), "scopes": scopes(office)},
        survey_url=f"/intake/survey/results?{urlencode({'from': period.first, 'to': period.last_day})}",
        **glance.page(current_service(), me(), period, scope, found),
    )
    return answer, form.status


@allow(*READERS)
def as_csv() -> Response:
    """All tables one below the other, with semicolons, as spreadsheets of this country expect."""
    period, _, found = _asked()
    lines: list[Sequence[delimited.Cell]] = []
    for part in sections(current_service().office, found):
        lines += [[part.title], part.head, *part.rows, []]
    return send_made(delimited.as_csv(lines), f"statistik-{period.code}.csv", delimited.CSV)


@allow(*READERS)
def as_xlsx() -> Response:
    """One sheet per table."""
    period, _, found = _asked()
    parts = sections(current_service().office, found)
    return sheets.send_xlsx(f"statistik-{period.code}", *(_sheet(part) for part in parts))


def _sheet(part: Section) -> sheets.Table:
    first, *others = part.head
    name = shorten(part.title, 31, placeholder="…")  # as long as a sheet's name may be
    return sheets.Table(name, [(first, 48), *((head, 18) for head in others)], part.rows)


@allow(*READERS)
def as_pdf() -> Response:
    """The report of the period, in the office's layout, for the Camat's signature."""
    period, scope, found = _asked()
    office = current_service().office
    narrowed = dict(scopes(office)).get(scope, "")
    title = f"{period.label}, {narrowed}" if narrowed else period.label
    pdf = statistics_report(office, title, glance.paper(office, period, found), clock.now())
    return send_made(pdf, f"statistik-{period.code}.pdf")


def _asked() -> tuple[Period, str, Figures]:
    """Period, scope and figures that the address asks for; raises RuleBroken."""
    code = request.args.get("period", "")
    scope = request.args.get("scope", "")
    if scope and scope not in dict(scopes(current_service().office)):
        raise RuleBroken("Pilihan tidak dikenal.", {"scope": ["Pilih dari daftar."]})
    period = statistics.period(code) if code else _usual()
    return period, scope, _figures(period, scope)


def _usual() -> Period:
    return statistics.period(str(clock.today().year))


def _figures(period: Period, scope: str) -> Figures:
    with current_service().reading() as session:
        return figures(session, period, scope)
