"""Letters in the five parts of step 16."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from services.registry.queries import letters as queries
from services.registry.rights import RIGHTS
from services.registry.schemas.letters import LetterList, LetterSchema, LettersQuery
from services.registry.shown import files
from services.registry.shown import letters as shown
from services.registry.states import State
from services.registry.verbs import LETTER
from services.shared.data.paging import Cursor
from services.shared.web.access import allow, me
from services.shared.web.documented import answers_file
from services.shared.web.service import current_service
from services.shared.web.verbs import add_api

api = Blueprint("letters_api", __name__, description="Letters: register, number, seal, copies, archive copy (step 16)")


@api.get("/letters")
@api.arguments(LettersQuery, location="query")
@api.response(200, LetterList)
@allow(*RIGHTS.roles("see_letter"))
def letters(query: dict[str, Any]) -> dict[str, Any]:
    """Letters, the newest move first; of one case where ``case_no`` is given."""
    states = (State(query["state"]),) if query["state"] else tuple(State)
    with current_service().reading() as session:
        page = queries.newest(session, Cursor.parse(query["after"]), states=states, case_no=query["case_no"])
    return {"letters": [shown.summary(letter, me()) for letter in page.rows], "after": page.after}


@api.get("/letters/<uuid:letter_id>")
@api.response(200, LetterSchema)
@allow(*RIGHTS.roles("see_letter"))
def letter(letter_id: UUID) -> dict[str, Any]:
    """One letter with its hashes, copies, book row, archive item and verdict."""
    return _shown(letter_id)


@api.get("/letters/<uuid:letter_id>/file")
@answers_file(api)
@allow(*RIGHTS.roles("see_letter"))
def file(letter_id: UUID) -> Response:
    """The numbered and sealed file, byte for byte."""
    return files.send(current_service(), files.letter_file(current_service(), letter_id, "sealed", me()))


@api.get("/letters/<uuid:letter_id>/copies/<int:no>/file")
@answers_file(api)
@allow(*RIGHTS.roles("see_letter"))
def copy_file(letter_id: UUID, no: int) -> Response:
    """A copy marked SALINAN (16d)."""
    return files.send(current_service(), files.copy_file(current_service(), letter_id, no, me()))


def _shown(letter_id: UUID) -> dict[str, Any]:
    service = current_service()
    with service.reading() as session:
        found = queries.whole(session, letter_id)
    return shown.whole(service, found, me())


add_api(api, "/letters/<uuid:letter_id>", _shown, LETTER, RIGHTS, LetterSchema)
