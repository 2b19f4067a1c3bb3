"""The page of a case, with the forms of its verbs."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from services.review.queries.people import staff
from services.review.rules.applicant import address_line
from services.review.rules.choices import CHANNELS, MODES, URGENCIES, WAYS_OF_TELLING
from services.review.rules.conflict import barred
from services.review.shown import forms as offered
from services.review.shown import parts, stages, words
from services.review.shown.case import Opened, open_case
from services.review.states import READERS, RIGHTS
from services.review.tables import Case
from services.review.verbs import ATTACHMENTS, CASE, VERBS
from services.shared.calendar import clock
from services.shared.rights.conflicts import Colleague
from services.shared.rights.people import ROLE_LABELS, Role
from services.shared.web.access import allow, me
from services.shared.web.forms import Forms
from services.shared.web.service import current_service
from services.shared.web.verbs import add_pages


def add_to(pages: Blueprint) -> None:
    """Add the page of a case and the routes of its verbs to the blueprint."""
    pages.get("/cases/<case_no>")(case_page)
    ways = {"mark_conflict": _unless_barred}
    add_pages(pages, "/cases/<case_no>", _page, (*CASE, *ATTACHMENTS), RIGHTS, then=".case_page", ways=ways)


@allow(*READERS)
def case_page(case_no: str) -> str:
    """Everything about a case on one page."""
    return _page(case_no, Forms())


def _unless_barred(case: Case, case_no: str) -> ResponseReturnValue:
    """Who marked themselves sees the case no more."""
    if barred(case, me().username, me().name):
        return redirect(url_for(".my_work"))
    return redirect(url_for(".case_page", case_no=case_no))


def _page(case_no: str, forms: Forms) -> str:
    service, now = current_service(), clock.now()
    opened = open_case(service, me(), case_no)
    case = opened.case
    people = _people(opened)
    namesakes = offered.namesakes(case, people) if me().is_any(Role.SECTION_HEAD, Role.CAMAT) else {}
    lists = offered.choices(opened, service.office, people)
    year = case.deadline.year
    return render_template(
        "case.html",
        c=opened.data,
        forms=forms,
        verbs=VERBS,
        now=offered.offered(opened),
        choices=lists,
        defaults=offered.defaults(opened, service, now, namesakes, lists),
        stages=stages.stages(case, opened.records),
        holder=words.holder(case, opened.records),
        tone=words.tone(case.state),
        parts=parts.build(opened, service.office),
        lookalikes=list(namesakes.values()),
        stood_in=", ".join(ROLE_LABELS[Role(role)] for role in case.stood_in),
        escalated_to=ROLE_LABELS[Role(case.escalated_to)] if case.escalated_to else "",
        no_leave=0 if case.ended_at or service.calendar.has_leave(year) else year,
        words_of={"urgency": URGENCIES, "mode": MODES, "channel": CHANNELS, "told_how": WAYS_OF_TELLING},
        address=address_line(opened.data["applicant"]["address"], case.village),
    )


def _people(opened: Opened) -> dict[str, Colleague]:
    """The colleagues whom a form offers, and the reported official's namesakes; only asked for where they matter."""
    wanted = {"dispose_to_team", "mark_conflict"} & set(opened.data["verbs"]) or opened.case.official_key
    return staff(current_service(), clock.now()) if wanted else {}
