"""The letters API: every verb of the pages, for programs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from services.letters import actions, queries, views
from services.letters.rights import RIGHTS
from services.letters.schemas import (
    CorrectionSchema,
    LetterList,
    LetterSchema,
    ListQuery,
    SaveDraftSchema,
    SubmitDraftSchema,
)
from services.letters.seeing import seen
from services.letters.states import State
from services.shared.rights.people import Role
from services.shared.web.access import allow, me
from services.shared.web.service import current_service

api = Blueprint("letters", __name__, description="Letters: drafts, corrections, signature (steps 14 and 15)")
READERS = RIGHTS.roles("see")


@api.get("/letters")
@api.arguments(ListQuery, location="query")
@api.response(200, LetterList)
@allow(*READERS)
def letters(query: dict[str, Any]) -> dict[str, Any]:
    """Letters that the signed-in person may see, the newest move first."""
    states = (State(query["state"]),) if query["state"] else tuple(State)
    after = queries.Cursor.parse(query["after"])
    with current_service().reading() as session:
        page = queries.others(session, me(), case_no=query["case_no"], states=states, after=after)
    rows = [views.summary(letter, me()) for letter in page.letters]
    return {"letters": rows, "after": str(page.after) if page.after else None}


@api.get("/letters/<uuid:letter_id>")
@api.response(200, LetterSchema)
@allow(*READERS)
def letter(letter_id: UUID) -> dict[str, Any]:
    """One letter with its versions and corrections."""
    return shown(letter_id)


@api.post("/letters/<uuid:letter_id>/save-draft")
@api.arguments(SaveDraftSchema)
@api.response(200, LetterSchema)
@allow(Role.TEAM)
def save_draft(data: dict[str, Any], letter_id: UUID) -> dict[str, Any]:
    """Step 14: keep the working draft."""
    with current_service().work(me()) as work:
        actions.save_draft(work, letter_id, data["version"], data["content"])
    return shown(letter_id)


@api.post("/letters/<uuid:letter_id>/submit-draft")
@api.arguments(SubmitDraftSchema)
@api.response(200, LetterSchema)
@allow(Role.TEAM)
def submit_draft(data: dict[str, Any], letter_id: UUID) -> dict[str, Any]:
    """Step 14: freeze the next version and give it to the Camat."""
    with current_service().work(me()) as work:
        actions.submit_draft(work, letter_id, data["version"], data["content"], names_checked=data["names_checked"])
    return shown(letter_id)


@api.post("/letters/<uuid:letter_id>/request-correction")
@api.arguments(CorrectionSchema)
@api.response(200, LetterSchema)
@allow(*RIGHTS.openers("request_correction"))
def request_correction(data: dict[str, Any], letter_id: UUID) -> dict[str, Any]:
    """Step 15, not right: back to the team."""
    with current_service().work(me()) as work:
        actions.request_correction(work, letter_id, data["version"], data["note"], data["comments"])
    return shown(letter_id)


def shown(letter_id: UUID) -> dict[str, Any]:
    """The letter as it is now."""
    with current_service().reading() as session:
        letter = queries.whole(session, letter_id, me())
    return views.representation(seen(letter), me())
