"""The letters API: every verb of the pages, for programs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from services.letters.pages.files import draft_pdf, signed_pdf
from services.letters.queries.classifications import classifications
from services.letters.queries.lists import others
from services.letters.schemas.answers import LetterList, LetterSchema
from services.letters.schemas.given import ListQuery
from services.letters.shown.letter import representation, summary
from services.letters.shown.opened import opened
from services.letters.states import RIGHTS, State
from services.letters.verbs import LETTER
from services.shared.config.office import Office
from services.shared.data.paging import Cursor
from services.shared.web.access import allow, me
from services.shared.web.code_lists import add_code_lists
from services.shared.web.documented import answers_file
from services.shared.web.service import current_service
from services.shared.web.verbs import add_api

api = Blueprint("letters", __name__, description="Letters: drafts, corrections, signature (steps 14 and 15)")
READERS = RIGHTS.roles("see")


def _classifications(office: Office) -> list[tuple[str, str]]:
    with current_service().reading() as session:
        return list(classifications(session, office).items())


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


add_code_lists(
    api,
    READERS,
    {
        "letter-kinds": ("Kinds of letters.", lambda office: office.letter_kinds.items()),
        "classifications": ("Classification codes of letters.", _classifications),
    },
)
api.get("/letters/<uuid:letter_id>/drafts/<int:no>/letter.pdf")(answers_file(api)(draft_pdf))
api.get("/letters/<uuid:letter_id>/signed.pdf")(answers_file(api)(signed_pdf))


def _shown(letter_id: UUID) -> dict[str, Any]:
    with current_service().reading() as session:
        return representation(opened(session, letter_id), me())


add_api(api, "/letters/<uuid:letter_id>", _shown, LETTER, RIGHTS, LetterSchema)
