"""The results of the survey for section head, Camat, administrator and auditor: figures, report, publication."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services.intake.rules.questionnaire import BY_CODE, CODES, PROFILE
from services.intake.states import RIGHTS
from services.intake.survey import periods, queries, rules
from services.intake.survey.pages.blueprint import pages
from services.intake.survey.papers.report import report as paper_of
from services.intake.survey.schemas import PeriodQuery, SuggestionQuery
from services.intake.survey.sheets import workbook
from services.intake.survey.verbs import PUBLISH
from services.intake.tables import SurveyPublication
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.web.access import allow, me
from services.shared.web.files import send_made
from services.shared.web.forms import Form, Forms, filters, typed
from services.shared.web.service import current_service
from services.shared.web.sheets import send_xlsx
from services.shared.web.verbs import add_pages

READERS = RIGHTS.roles("see_survey")


@pages.get("/survey/results")
@allow(*READERS)
def results() -> ResponseReturnValue:
    """The figures of a period, the weakest elements, who answered, and what they suggest."""
    asked, form = filters(SuggestionQuery())
    asked = asked or {"period": periods.semester(clock.today()), "after": None}
    return make_response(_page(Forms(), form, **asked), form.status)


@pages.get("/survey/results/report.<any(pdf, xlsx):kind>")
@allow(*READERS)
def report(kind: str) -> Response:
    """The report of a period on paper (PDF), or its figures as a spreadsheet."""
    period, service = typed(PeriodQuery(), request.args)["period"], current_service()
    with service.reading() as session:
        figures = queries.results(session, period)
        published = queries.latest_publication(session, period)
    plan = published.plan if published else ""
    name = f"skm-{period.code or f'{period.first}-{period.last}'}"
    if kind == "pdf":
        return send_made(paper_of(service.office, figures, plan, clock.now()), f"{name}.pdf")
    return send_xlsx(name, *workbook(service.office, figures, plan))


def _refused(forms: Forms) -> str:
    """The page of the period that the refused form stands under; the present half-year where that was tampered with."""
    try:
        first, last = (date.fromisoformat(forms.active.values.get(name, "")) for name in ("from", "to"))
        period = periods.between(first, last)
    except (ValueError, RuleBroken):
        period = periods.semester(clock.today())
    return _page(forms, Form(), period, None)


def _page(forms: Forms, form: Form, period: periods.Period, after: Any) -> str:
    with current_service().reading() as session:
        figures = queries.results(session, period)
        rows = queries.suggestions(session, period, after)
        published = queries.latest_publication(session, period)
        papers = queries.sheets(session, period) if RIGHTS.may("see_survey_sheets", me()) else []
    shown = rows[: queries.SUGGESTIONS_PER_PAGE]
    address = _address(period)
    form.values.setdefault("period", period.code)
    return render_template(
        "survey/results.html",
        form=form,
        forms=forms,
        filters=PeriodQuery(),
        choices={"periods": _choices(period)},
        figures=figures,
        period=period,
        codes=CODES,
        by_code=BY_CODE,
        profile=PROFILE,
        suggestions=[(row.suggestion, periods.month(row.answered_on).label) for row in shown],
        more=url_for(".results", **address, after=shown[-1].id) if len(rows) > len(shown) else None,
        first=url_for(".results", **address) if after else None,
        published=published,
        papers=papers,
        report_url=url_for(".report", kind="pdf", **address),
        sheet_url=url_for(".report", kind="xlsx", **address),
        publish=PUBLISH if RIGHTS.may(PUBLISH.name, me()) else None,
        smallest=rules.SMALLEST_GROUP,
    )


def _choices(shown: periods.Period) -> list[tuple[str, str]]:
    """What the filter offers: the recent periods, and the one shown where it is an older one."""
    recent = [(choice.code, choice.label) for choice in periods.recent(clock.today())]
    chosen = (shown.code, shown.label)
    return recent if chosen in recent or not shown.code else [chosen, *recent]


def _address(period: periods.Period) -> dict[str, Any]:
    if period.code:
        return {"period": period.code}
    return {"from": period.first.isoformat(), "to": period.last.isoformat()}


def _published(row: SurveyPublication) -> ResponseReturnValue:
    return redirect(url_for(".results", **_address(periods.between(row.first_day, row.last_day))))


add_pages(pages, "/survey/results", _refused, (PUBLISH,), RIGHTS, ways={PUBLISH.name: _published})
