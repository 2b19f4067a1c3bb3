"""The survey on paper (step 18): sheets to print, and the page on which a filled one is typed in."""

from __future__ import annotations

from uuid import UUID

from flask import Response, redirect, render_template, url_for

from services.intake.rules.questionnaire import ELEMENTS
from services.intake.states import RIGHTS
from services.intake.survey import queries
from services.intake.survey.on_paper import SHEETS
from services.intake.survey.pages.blueprint import pages
from services.intake.survey.papers.blank import blank
from services.intake.survey.verbs import PAPER
from services.intake.tables import SurveySheet
from services.shared.calendar import clock
from services.shared.errors import Missing
from services.shared.files.serving import send_kept
from services.shared.unit_of_work import Work
from services.shared.web.access import allow, staff_only
from services.shared.web.files import send_made
from services.shared.web.forms import Forms
from services.shared.web.service import current_service
from services.shared.web.verbs import add_pages, asks

NAME = "lembar-survei.pdf"


@pages.get("/paper/survey.pdf")
@staff_only
def blank_sheet() -> Response:
    """Step 18: the questionnaire to fill in by hand; its code is written in from the offer."""
    return send_made(blank(current_service().office, clock.now()), NAME)


@pages.post("/survey/<token>/sheet.pdf")
@asks
@allow(*RIGHTS.roles("offer_survey"))
def sheet_of(token: str) -> Response:
    """Step 18: the same with the code of an offer, which is kept nowhere. Raises Gone."""
    service = current_service()
    with service.reading() as session:
        until = queries.expiry(session, token, clock.today())
    return send_made(blank(service.office, clock.now(), token, until), NAME)


@pages.get("/survey/paper")
@allow(*RIGHTS.roles("enter_paper_survey"))
def typing() -> str:
    """A filled sheet is typed in by somebody who had no part in its case."""
    return _typing(Forms())


def _typing(forms: Forms) -> str:
    codes = [element.code for element in ELEMENTS]
    return render_template("survey/paper.html", forms=forms, verb=PAPER, elements=ELEMENTS, codes=codes)


@pages.get("/survey/sheets/<uuid:sheet_id>")
@allow(*RIGHTS.roles("see_survey_sheets"))
def sheet(sheet_id: UUID) -> Response:
    """The scan of a sheet, for whoever compares what was typed. Noted in the trail."""

    def find(work: Work) -> SurveySheet:
        found = work.session.get(SurveySheet, sheet_id)
        if found is None:
            raise Missing("Lembar ini tidak ada.")
        return found

    return send_kept(SHEETS, find, lambda *_: True)


add_pages(pages, "/survey/paper", _typing, (PAPER,), RIGHTS, ways={PAPER.name: lambda _: redirect(url_for(".typing"))})
