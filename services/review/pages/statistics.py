"""The statistics: page, tables to take along (CSV, XLSX), and the report in the office's layout (PDF)."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import xlsxwriter
from flask import Blueprint, Response, render_template, request, url_for

from services.review import papers
from services.review.queries.statistics import Figures, figures
from services.review.reporting import Section, scopes, sections, tiles
from services.review.rules import statistics
from services.review.rules.statistics import Period
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.rights.people import Role
from services.shared.web import sheets
from services.shared.web.access import allow
from services.shared.web.forms import Form
from services.shared.web.service import current_service

ROLES = (Role.SECTION_HEAD, Role.CAMAT, Role.AUDITOR)
LABELS = {"period": "Periode", "scope": "Hanya"}


def add_to(pages: Blueprint) -> None:
    """Add the statistics to the blueprint."""
    pages.get("/statistics")(page)
    pages.get("/statistics.csv")(as_csv)
    pages.get("/statistics.xlsx")(as_xlsx)
    pages.get("/statistics.pdf")(as_pdf)


@allow(*ROLES)
def page() -> tuple[str, int]:
    """The figures of a period: by village, class, kind, outcome, branch; times per step, backlog, load."""
    form = Form(values={name: request.args.get(name, "") for name in LABELS})
    try:
        period, scope, _ = _asked()
    except RuleBroken as error:
        form.errors = error.fields
        period, scope = _usual(), ""
    form.values |= {"period": period.code, "scope": scope}
    found = _figures(period, scope)
    office = current_service().office
    today = clock.local(clock.now()).date()
    offered = {item.code: item.label for item in [*statistics.recent(today), period]}
    query = {"period": period.code} | ({"scope": scope} if scope else {})
    answer = render_template(
        "statistics.html",
        form=form,
        labels=LABELS,
        period=period,
        tiles=[{"value": value, "label": label, "tone": tone} for value, label, tone in tiles(found)],
        sections=sections(office, found),
        bars=lambda part: [(row[0], row[part.bar]) for row in part.rows],
        counted_at=found.counted_at,
        waiting=found.waiting,
        choices={"periods": list(offered.items()), "scopes": scopes(office)},
        survey_url=f"/intake/survey/results?{urlencode({'from': period.first, 'to': period.last_day})}",
        files={kind: url_for(f"pages.as_{kind}", _external=False, **query) for kind in ("csv", "xlsx", "pdf")},
    )
    return answer, form.status


@allow(*ROLES)
def as_csv() -> Response:
    """All tables one below the other, with semicolons, as spreadsheets of this country expect."""
    period, _, found = _asked()
    lines: list[Sequence[sheets.Cell]] = []
    for part in sections(current_service().office, found):
        lines += [[part.title], part.head, *part.rows, []]
    return _file(b"".join(sheets.as_csv(lines)), sheets.CSV, f"{period.code}.csv")


@allow(*ROLES)
def as_xlsx() -> Response:
    """One sheet per table."""
    period, _, found = _asked()
    target = BytesIO()
    with xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        bold = book.add_format({"bold": True})
        for part in sections(current_service().office, found):
            _sheet(book.add_worksheet(part.title[:31]), part, bold)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(target.getvalue(), kind, f"{period.code}.xlsx")


@allow(*ROLES)
def as_pdf() -> Response:
    """The report of the period, in the office's layout, for the Camat's signature."""
    period, scope, found = _asked()
    office = current_service().office
    narrowed = dict(scopes(office)).get(scope, "")
    pdf = papers.statistics_report(office, period.label, narrowed, tiles(found), sections(office, found), clock.now())
    return _file(pdf, "application/pdf", f"{period.code}.pdf", "inline")


def _asked() -> tuple[Period, str, Figures]:
    """Period, scope and figures that the address asks for; raises RuleBroken."""
    code = request.args.get("period", "")
    scope = request.args.get("scope", "")
    if scope and scope not in dict(scopes(current_service().office)):
        raise RuleBroken("Pilihan tidak dikenal.", {"scope": ["Pilih dari daftar."]})
    period = statistics.period(code) if code else _usual()
    return period, scope, _figures(period, scope)


def _usual() -> Period:
    return statistics.period(str(clock.local(clock.now()).year))


def _figures(period: Period, scope: str) -> Figures:
    with current_service().reading() as session:
        return figures(session, period, scope)


def _sheet(sheet: Any, part: Section, bold: Any) -> None:
    sheet.write_row(0, 0, part.head, bold)
    for number, row in enumerate(part.rows, start=1):
        sheet.write_row(number, 0, row)
    sheet.set_column(0, 0, 48)
    sheet.set_column(1, len(part.head), 18)


def _file(content: bytes, kind: str, name: str, shown: str = "attachment") -> Response:
    disposition = {"Content-Disposition": f'{shown}; filename="statistik-{name}"'}
    return Response(content, content_type=kind, headers=disposition)
