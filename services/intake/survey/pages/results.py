"""The results of the survey for section head, Camat, administrator and auditor: figures, report, publication."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import EXCLUDE, ValidationError

from services.intake.survey import papers, periods, queries, rules, sheets
from services.intake.survey.pages.blueprint import pages
from services.intake.survey.publishing import publish as publish_period
from services.intake.survey.questions import BY_CODE, CODES, PROFILE
from services.intake.survey.requests import RESULT_READERS, period_of
from services.intake.survey.schemas import PublishSchema, SuggestionQuery
from services.shared.calendar import clock
from services.shared.errors import RuleBroken
from services.shared.rights.people import Role
from services.shared.web.access import allow, me
from services.shared.web.errors import flatten
from services.shared.web.forms import Form, flat_values, nest, submit
from services.shared.web.service import current_service

TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FILTER_LABELS = {"period": "Periode", "from": "Dari tanggal", "to": "Sampai tanggal", "plan": "Rencana tindak lanjut"}


@pages.get("/survey/results")
@allow(*RESULT_READERS)
def results() -> ResponseReturnValue:
    """The figures of a period, the weakest elements, who answered, and what they suggest."""
    query, period, form = _asked()
    return _page(form, period, query.get("after"))


@pages.get("/survey/results/report.<any(pdf, xlsx):kind>")
@allow(*RESULT_READERS)
def report(kind: str) -> Response:
    """The report of a period on paper (PDF), or its figures as a spreadsheet."""
    period = period_of(SuggestionQuery().load(nest(request.args, SuggestionQuery()), unknown=EXCLUDE))
    service = current_service()
    with service.reading() as session:
        figures = queries.results(session, period)
        published = queries.latest_publication(session, period)
    plan = published.plan if published else ""
    name = f"skm-{period.code or f'{period.first}-{period.last}'}.{kind}"
    if kind == "pdf":
        content, place = papers.report(service.office, figures, plan, clock.now()), "inline"
    else:
        content, place = sheets.workbook(service.office, figures, plan), "attachment"
    headers = {"Content-Disposition": f'{place}; filename="{name}"'}
    return Response(content, mimetype=TYPES[kind], headers=headers)


@pages.post("/survey/results/publish")
@allow(Role.SECTION_HEAD, Role.CAMAT)
def publish() -> ResponseReturnValue:
    """Publish the figures of the period with a plan; the public index page shows them from now on."""
    done, form = submit(PublishSchema(), _publish)
    if done is None:
        period = _posted_period(form)
        form.values = {"plan": form.values.get("plan", "")}  # the days belong to the filter's own fields
        return _page(form, period, None)
    flash(f"Hasil survei {done.label} sudah diterbitkan.", "success")
    return redirect(url_for("survey.results", **_address(done)))


def _publish(data: dict[str, Any]) -> periods.Period:
    period = period_of(data)
    with current_service().work(me()) as work:
        publish_period(work, period, data["plan"])
    return period


def _asked() -> tuple[dict[str, Any], periods.Period, Form]:
    """The query, its period, and the filter's form; with a wrong query the present half-year and the messages."""
    form = Form(values=flat_values(request.args))
    try:
        query = SuggestionQuery().load(nest(request.args, SuggestionQuery()), unknown=EXCLUDE)
        return query, period_of(query), form
    except ValidationError as error:
        form.errors = flatten(error.normalized_messages())
    except RuleBroken as error:
        form.errors = error.fields
    return {}, periods.semester(_today()), form


def _posted_period(form: Form) -> periods.Period:
    """The period that the publish form stands under, or the present half-year where it was tampered with."""
    try:
        return periods.between(*(date.fromisoformat(form.values.get(name, "")) for name in ("from", "to")))
    except (ValueError, RuleBroken):
        return periods.semester(_today())


def _page(form: Form, period: periods.Period, after: Any) -> ResponseReturnValue:
    with current_service().reading() as session:
        figures = queries.results(session, period)
        rows = queries.suggestions(session, period, after)
        published = queries.latest_publication(session, period)
    shown = rows[: queries.SUGGESTIONS_PER_PAGE]
    address = _address(period)
    more = url_for("survey.results", **address, after=shown[-1].id) if len(rows) > len(shown) else None
    form.values.setdefault("period", period.code)
    page = render_template(
        "survey/results.html",
        form=form,
        labels=FILTER_LABELS,
        figures=figures,
        period=period,
        choices=_choices(period),
        codes=CODES,
        by_code=BY_CODE,
        profile=PROFILE,
        suggestions=[(row.suggestion, periods.month(row.answered_on).label) for row in shown],
        more=more,
        first_page=after is None,
        published=published,
        report_url=url_for("survey.report", kind="pdf", **address),
        sheet_url=url_for("survey.report", kind="xlsx", **address),
        may_publish=me().is_any(Role.SECTION_HEAD, Role.CAMAT),
        smallest=rules.SMALLEST_GROUP,
    )
    return make_response(page, form.status)


def _choices(shown: periods.Period) -> list[tuple[str, str]]:
    """What the filter offers: the recent periods, and the one shown where it is an older one."""
    recent = [(choice.code, choice.label) for choice in periods.recent(_today())]
    chosen = (shown.code, shown.label)
    return recent if chosen in recent or not shown.code else [chosen, *recent]


def _address(period: periods.Period) -> dict[str, Any]:
    if period.code:
        return {"period": period.code}
    return {"from": period.first.isoformat(), "to": period.last.isoformat()}


def _today() -> date:
    return clock.local(clock.now()).date()
