"""The JSON interface of review: lists, a case, attachments, and an operation for each verb (see ``verbs``)."""

from __future__ import annotations

import uuid
from typing import Any

from flask import request
from flask_smorest import Blueprint

from services.review.actions.attachments import take_upload
from services.review.pages.files import FILE, send_file
from services.review.schemas import answers
from services.review.schemas.lists import FiltersSchema, WorkFiltersSchema
from services.review.shown.case import file_line, open_case
from services.review.shown.evidence import sent
from services.review.shown.lists import page_of_cases, page_of_work
from services.review.states import READERS, RIGHTS
from services.review.verbs import CASE, UNDOING, VERBS
from services.shared.config.office import Office
from services.shared.errors import RuleBroken
from services.shared.files.ingest import Incoming, spooled
from services.shared.rights.people import Role
from services.shared.web.access import allow, me
from services.shared.web.code_lists import add_code_lists
from services.shared.web.documented import FILE_NAME, answers_file, file_body, query
from services.shared.web.names import read_name
from services.shared.web.service import current_service, staff_directory
from services.shared.web.verbs import Answer, add_api, guarded

api = Blueprint("review", __name__, description="Verification, the Camat's decisions, the team's work (6-8, 10-13)")


@api.get("/work")
@api.arguments(WorkFiltersSchema, location="query")
@api.response(200, answers.WorkAnswer)
@allow(*READERS)
def my_work(filters: dict[str, Any]) -> dict[str, Any]:
    """What waits for the signed-in person, oldest deadline first. Filters: state, due (late, today, week)."""
    return page_of_work(current_service(), me(), filters, filters["limit"])


@api.get("/cases")
@api.arguments(FiltersSchema, location="query")
@api.response(200, answers.ListAnswer)
@allow(*READERS)
def case_list(filters: dict[str, Any]) -> dict[str, Any]:
    """Cases that the signed-in person may see, newest first. Filters: state, class_code, village, q."""
    return page_of_cases(current_service(), me(), filters, filters["limit"])


@api.get("/cases/<case_no>")
@api.response(200, answers.CaseAnswer)
@allow(*READERS)
def case(case_no: str) -> dict[str, Any]:
    """A case with everything about it, and the verbs that the signed-in person may do now."""
    return open_case(current_service(), me(), case_no).data


def add_file(case_no: str) -> dict[str, Any]:
    """Attach a file: the raw body; X-File-Name (percent-encoded) names it; ?role=, ?coordination_id= place it."""
    name = read_name(request.headers.get("X-File-Name", ""))
    role, of = request.args.get("role", ""), _uuid(request.args.get("coordination_id"))
    with spooled(current_service(), request.stream) as source:
        incoming = Incoming(name, request.mimetype, source)
        return file_line(take_upload(current_service(), me(), case_no, role, incoming, of))


def _partners(office: Office) -> list[tuple[str, str]]:
    return [(partner.code, partner.name) for partner in office.contacts]


def _people(_: Office) -> list[tuple[str, str]]:
    return staff_directory().members(Role.TEAM)


def _uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        raise RuleBroken("Koordinasi tidak dikenal.", {"coordination_id": ["Koordinasi ini tidak ada."]}) from None


def _changed(case_no: str) -> dict[str, Any]:
    """The case after a verb, also for who marked themselves as conflicted."""
    return open_case(current_service(), me(), case_no, mine=False).data


add_code_lists(
    api,
    READERS,
    {
        "partners": ("Whom the team coordinates with (10), or who gets a case (12c, 12d).", _partners),
        "instructions": ("What a disposition may ask for (8c).", lambda office: office.instructions.items()),
        "people": ("Members of the team, whom a case can be disposed to (8c).", _people),
    },
)
api.get(FILE)(answers_file(api)(send_file))
_body = {
    "requestBody": file_body(raw=True),
    "parameters": [query("role", required=True), query("coordination_id"), FILE_NAME],
}
_add_file = api.response(201, answers.FileAnswer)(guarded(VERBS["attach"], RIGHTS, add_file))
api.post("/cases/<case_no>/files")(api.doc(**_body)(_add_file))
_handed_on = Answer(answers.HandedOnAnswer, lambda done: done)
add_api(api, "/handing-on", None, [VERBS["hand_on_work"]], RIGHTS, None, ways={"hand_on_work": _handed_on})
_taken = Answer(None, lambda packet, case_no: sent(current_service(), packet))
_ways = {"take_evidence": _taken}
add_api(api, "/cases/<case_no>", _changed, (*CASE, *UNDOING), RIGHTS, answers.CaseAnswer, ways=_ways)
