"""The letters API: every verb of the pages, for programs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from services.letters.queries.lists import others
from services.letters.schemas.answers import LetterList, LetterSchema
from services.letters.schemas.given import ListQuery
from services.letters.shown.letter import representation, summary
from services.letters.shown.opened import opened
from services.letters.states import RIGHTS, State
from services.letters.verbs import LETTER
from services.shared.data.paging import Cursor
from services.shared.web.access import allow, me
from services.shared.web.service import current_service
from services.shared.web.verbs import add_api

api = Blueprint("letters", __name__, description="Letters: drafts, corrections, signature (steps 14 and 15)")
READERS = RIGHTS.roles("see")


@api.get("/letters")
@api.arguments(ListQuery, location="query")
@api.response(200, LetterList)
@allow(*READERS)
def letters(query: dict[str, Any]) -> dict[str, Any]:
    """Letters that the signed-in person may see, the newest move first."""
    states = (State(query["state"]),) if query["state"] else tuple(State)
    with current_service().reading() as session:
        page = others(session, me(), case_no=query["case_no"], states=states, after=Cursor.parse(query["after"]))
    rows = [summary(letter, me()) for letter in page.rows]
    return {"letters": rows, "after": str(page.after) if page.after else None}


@api.get("/letters/<uuid:letter_id>")
@api.response(200, LetterSchema)
@allow(*READERS)
def letter(letter_id: UUID) -> dict[str, Any]:
    """One letter with its versions and corrections."""
    return _shown(letter_id)


def _shown(letter_id: UUID) -> dict[str, Any]:
    with current_service().reading() as session:
        return representation(opened(session, letter_id), me())


add_api(api, "/letters/<uuid:letter_id>", _shown, LETTER, RIGHTS, LetterSchema)
