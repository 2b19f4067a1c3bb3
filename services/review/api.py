"""The JSON interface of review: lists, a case, attachments, and one route per verb (see ``verbs.py``)."""

from __future__ import annotations

import uuid
from typing import Any

from flask import request
from flask_smorest import Blueprint

from services.review import view
from services.review.opening import open_case, page_of_cases, page_of_work
from services.review.schemas import FiltersSchema, WorkFiltersSchema, answers
from services.review.uploads import take_upload
from services.review.verbs import READERS, VERBS, Verb, perform
from services.shared.errors import RuleBroken
from services.shared.web.access import allow
from services.shared.web.documented import FILE_NAME, file_body, query
from services.shared.web.limits import takes_files

api = Blueprint("review", __name__, description="Verification, the Camat's decisions, the team's work (6-8, 10-13)")


@api.get("/work")
@api.arguments(WorkFiltersSchema, location="query")
@api.response(200, answers.WorkAnswer)
@allow(*READERS)
def my_work(filters: dict[str, Any]) -> dict[str, Any]:
    """What waits for the signed-in person, oldest deadline first. Filters: state, due (late, today, week)."""
    return page_of_work(filters, filters["after"], filters["limit"])


@api.get("/cases")
@api.arguments(FiltersSchema, location="query")
@api.response(200, answers.ListAnswer)
@allow(*READERS)
def case_list(filters: dict[str, Any]) -> dict[str, Any]:
    """Cases that the signed-in person may see, newest first. Filters: state, class_code, village, q."""
    return page_of_cases(filters, filters["after"], filters["limit"])


@api.get("/cases/<case_no>")
@api.response(200, answers.CaseAnswer)
@allow(*READERS)
def case(case_no: str) -> dict[str, Any]:
    """A case with everything about it, and the verbs that the signed-in person may do now."""
    return open_case(case_no).data


@api.post("/cases/<case_no>/files")
@api.doc(
    requestBody=file_body(raw=True), parameters=[query("role", required=True), query("coordination_id"), FILE_NAME]
)
@api.response(201, answers.FileAnswer)
@takes_files
@allow(*READERS)
def add_file(case_no: str) -> dict[str, Any]:
    """Attach a file: the raw body; X-File-Name (percent-encoded) names it; ?role=, ?coordination_id= place it."""
    name = request.headers.get("X-File-Name", "")
    role = request.args.get("role", "")
    row = take_upload(case_no, role, name, request.stream, _uuid(request.args.get("coordination_id")))
    return view.file_line(row)


def _uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        raise RuleBroken("Koordinasi tidak dikenal.", {"coordination_id": ["Koordinasi ini tidak ada."]}) from None


def _add(verb: Verb) -> None:
    def act(data: dict[str, Any], case_no: str) -> dict[str, Any]:
        perform(verb, case_no, data)
        return open_case(case_no, mine=False).data

    act.__name__ = verb.name
    act.__doc__ = verb.action.__doc__
    route = api.post(f"/cases/<case_no>/{verb.path}")
    answered = api.response(200, answers.CaseAnswer)(allow(*verb.roles)(act))
    route(api.arguments(verb.schema)(answered))


for _verb in VERBS.values():
    _add(_verb)
