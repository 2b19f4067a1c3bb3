"""The survey for programs: give an answer by a one-time token, read and publish the figures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask_smorest import Blueprint

from services.intake.states import RIGHTS
from services.intake.survey import answers, queries, rules, schemas
from services.intake.survey.verbs import ANSWER, OFFER, PAPER, PUBLISH
from services.intake.tables import SurveyPublication
from services.shared.calendar import clock
from services.shared.verbs import Verb
from services.shared.web.access import allow, public
from services.shared.web.service import current_service
from services.shared.web.verbs import Answer, add_api

api = Blueprint("survey_api", __name__, description="Satisfaction survey (SKM, step 18)")
READERS = RIGHTS.roles("see_survey")


@api.get("/survey/results")
@api.arguments(schemas.PeriodQuery, location="query")
@api.response(200, answers.ResultsSchema)
@allow(*READERS)
def results(query: dict[str, Any]) -> queries.Results:
    """The figures of a period: index (IKM), grade, the nine elements, N and n, respondents."""
    with current_service().reading() as session:
        return queries.results(session, query["period"])


@api.get("/survey/suggestions")
@api.arguments(schemas.SuggestionQuery, location="query")
@api.response(200, answers.SuggestionsSchema)
@allow(*READERS)
def suggestions(query: dict[str, Any]) -> dict[str, Any]:
    """The suggestions of a period, 20 a page, in no order of time."""
    with current_service().reading() as session:
        rows = queries.suggestions(session, query["period"], query["after"])
    page = rows[: queries.SUGGESTIONS_PER_PAGE]
    return {"items": page, "after": page[-1].id if len(rows) > len(page) else None}


@api.get("/survey/published")
@api.alt_response(404, "NOT_FOUND")
@api.response(200, answers.PublicationSchema)
@public
def published() -> SurveyPublication:
    """The latest published index; 404 where none is published yet. The elements only from five respondents on."""
    with current_service().reading() as session:
        return queries.published(session)


def _thanks(_: object, token: str) -> dict[str, str]:
    return {"message": "Terima kasih. Jawaban Anda sudah kami terima."}


def _offered(token: str) -> dict[str, Any]:
    service = current_service()
    with service.reading() as session:
        expires = queries.expiry(session, token, clock.today())
    return {"token": token, "link": rules.link(service.settings.public_url, token), "expires_on": expires}


def _add(path: str, verb: Verb, answer: Answer) -> None:
    add_api(api, path, answer.shown, (verb,), RIGHTS, answer.schema, ways={verb.name: answer})


_add("/survey/<token>", ANSWER, Answer(answers.AcceptedSchema, _thanks, 201))
_add("/survey/paper", PAPER, Answer(answers.AcceptedSchema, lambda _: {"message": str(PAPER.said)}, 201))
_add("/survey/offers", replace(OFFER, schema=schemas.OfferSchema), Answer(answers.OfferedSchema, _offered, 201))
_add("/survey", PUBLISH, Answer(answers.PublicationSchema, lambda row: row, 201))
