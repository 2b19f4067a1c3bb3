"""The survey for programs: give an answer by a one-time token, read and publish the figures."""

from __future__ import annotations

from typing import Any

from flask import g
from flask_smorest import Blueprint

from services.intake.survey import actions, publishing, queries, rules, schemas
from services.intake.survey.periods import Period
from services.intake.survey.requests import RESULT_READERS, no_staff, period_of
from services.intake.survey.tables import SurveyPublication
from services.shared.calendar import clock
from services.shared.rights.people import Role
from services.shared.web.access import allow, me, public
from services.shared.web.limits import limited
from services.shared.web.service import current_service

api = Blueprint("survey_api", __name__, description="Satisfaction survey (SKM, step 18)")


@api.post("/survey/<token>")
@api.arguments(schemas.AnswerSchema)
@api.response(201, schemas.AcceptedSchema)
@limited("60 per minute")
@public
def answer(data: dict[str, Any], token: str) -> dict[str, str]:
    """Fill in the survey once; 404 for an unknown, used or expired token alike, 403 for a signed-in member of staff."""
    no_staff(g.get("me"))
    with current_service().work(actions.RESPONDENT) as work:
        actions.answer(work, token, data)
    return {"message": "Terima kasih. Jawaban Anda sudah kami terima."}


@api.post("/survey/offers")
@api.arguments(schemas.OfferSchema)
@api.response(201, schemas.OfferedSchema)
@allow(Role.CLERK)
def offer(data: dict[str, Any]) -> dict[str, Any]:
    """A one-time link for the applicant of a case that was served; 409 for a case not yet served or offered before."""
    service = current_service()
    with service.work(me()) as work:
        token = actions.offer(work, data["case_no"])
        expires = queries.expiry(work.session, token, clock.local(work.now).date())
    return {"token": token, "link": rules.link(service.settings.public_url, token), "expires_on": expires}


@api.get("/survey/results")
@api.arguments(schemas.PeriodQuery, location="query")
@api.response(200, schemas.ResultsSchema)
@allow(*RESULT_READERS)
def results(query: dict[str, Any]) -> queries.Results:
    """The figures of a period: index (IKM), grade, the nine elements, N and n, respondents."""
    with current_service().reading() as session:
        return queries.results(session, period_of(query))


@api.get("/survey/suggestions")
@api.arguments(schemas.SuggestionQuery, location="query")
@api.response(200, schemas.SuggestionsSchema)
@allow(*RESULT_READERS)
def suggestions(query: dict[str, Any]) -> dict[str, Any]:
    """The suggestions of a period, 20 a page, in no order of time."""
    with current_service().reading() as session:
        rows = queries.suggestions(session, period_of(query), query["after"])
    page = rows[: queries.SUGGESTIONS_PER_PAGE]
    return {"items": page, "after": page[-1].id if len(rows) > len(page) else None}


@api.post("/survey/publications")
@api.arguments(schemas.PublishSchema)
@api.response(201, schemas.PublicationSchema)
@allow(Role.SECTION_HEAD, Role.CAMAT)
def publish(data: dict[str, Any]) -> SurveyPublication:
    """Publish the figures of a period with a plan for the weakest elements; the same again changes nothing."""
    period: Period = period_of(data)
    with current_service().work(me()) as work:
        return publishing.publish(work, period, data["plan"])


@api.get("/survey/published")
@api.alt_response(404, "NOT_FOUND")
@api.response(200, schemas.PublicationSchema)
@public
def published() -> SurveyPublication:
    """The latest published index; 404 where none is published yet. The elements only from five respondents on."""
    with current_service().reading() as session:
        return queries.published(session)
