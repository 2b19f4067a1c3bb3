"""Letters in the five parts of step 16."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from services.registry import actions, checking, files
from services.registry.queries import letters as queries
from services.registry.rights import RIGHTS
from services.registry.scanning import scanned
from services.registry.schemas import CopiesSchema, LetterList, LetterSchema, LettersQuery, Versioned
from services.registry.seeing import seen
from services.registry.states import State
from services.registry.views import letters as views
from services.shared.rights.people import Role
from services.shared.web.access import allow, me
from services.shared.web.documented import FILE, file_body
from services.shared.web.limits import takes_files
from services.shared.web.service import current_service

api = Blueprint("letters_api", __name__, description="Letters: register, number, seal, copies, archive copy (step 16)")
READERS = RIGHTS.roles("see_letter")
DESK = (Role.REGISTRAR, Role.CLERK)


@api.get("/letters")
@api.arguments(LettersQuery, location="query")
@api.response(200, LetterList)
@allow(*READERS)
def letters(query: dict[str, Any]) -> dict[str, Any]:
    """Letters, the newest move first; of one case where ``case_no`` is given."""
    states = (State(query["state"]),) if query["state"] else tuple(State)
    after = queries.Cursor.parse(query["after"])
    with current_service().reading() as session:
        page = queries.newest(session, after, states=states, case_no=query["case_no"])
    shown = [views.summary(letter, me()) for letter in page.letters]
    return {"letters": shown, "after": str(page.after) if page.after else None}


@api.get("/letters/<uuid:letter_id>")
@api.response(200, LetterSchema)
@allow(*READERS)
def letter(letter_id: UUID) -> dict[str, Any]:
    """One letter with its hashes, copies, book row, archive item and verdict."""
    return _shown(letter_id)


@api.get("/letters/<uuid:letter_id>/file")
@api.response(200, FILE, content_type="*/*")
@api.response(206, FILE, content_type="*/*")
@api.alt_response(416, "REQUESTED_RANGE_NOT_SATISFIABLE")
@allow(*READERS)
def file(letter_id: UUID) -> Response:
    """The numbered and sealed file, byte for byte."""
    return files.send(files.letter_file(letter_id, "sealed", me()))


@api.get("/letters/<uuid:letter_id>/copies/<int:no>/file")
@api.response(200, FILE, content_type="*/*")
@api.response(206, FILE, content_type="*/*")
@api.alt_response(416, "REQUESTED_RANGE_NOT_SATISFIABLE")
@allow(*READERS)
def copy_file(letter_id: UUID, no: int) -> Response:
    """A copy marked SALINAN (16d)."""
    return files.send(files.copy_file(letter_id, no, me()))


@api.post("/letters/<uuid:letter_id>/record-register")
@api.arguments(Versioned)
@api.response(200, LetterSchema)
@allow(*DESK)
def record_register(data: dict[str, Any], letter_id: UUID) -> dict[str, Any]:
    """Step 16a: write it in the service register book."""
    with current_service().work(me()) as work:
        actions.record_register(work, letter_id, data["version"])
    return _shown(letter_id)


@api.post("/letters/<uuid:letter_id>/assign-number")
@api.arguments(Versioned)
@api.response(200, LetterSchema)
@allow(*DESK)
def assign_number(data: dict[str, Any], letter_id: UUID) -> dict[str, Any]:
    """Step 16b: give it its number."""
    with current_service().work(me()) as work:
        actions.assign_number(work, letter_id, data["version"])
    return _shown(letter_id)


@api.post("/letters/<uuid:letter_id>/stamp")
@api.arguments(Versioned)
@api.response(200, LetterSchema)
@allow(*DESK)
def stamp(data: dict[str, Any], letter_id: UUID) -> dict[str, Any]:
    """Step 16c: number, date and office seal, once the Camat's signature has been validated."""
    actions.stamp(current_service(), me(), letter_id, data["version"])
    return _shown(letter_id)


@api.post("/letters/<uuid:letter_id>/stamp-on-paper")
@api.arguments(Versioned, location="form")
@api.doc(requestBody=file_body(field="scan", more={"version": "integer"}))
@api.response(200, LetterSchema)
@takes_files
@allow(*DESK)
def stamp_on_paper(data: dict[str, Any], letter_id: UUID) -> dict[str, Any]:
    """Step 16c on paper: multipart with the scan of the numbered and stamped letter in ``scan``."""
    actions.stamp_on_paper(current_service(), me(), letter_id, data["version"], scanned("scan"))
    return _shown(letter_id)


@api.post("/letters/<uuid:letter_id>/copy")
@api.arguments(CopiesSchema)
@api.response(200, LetterSchema)
@allow(*DESK)
def make_copies(data: dict[str, Any], letter_id: UUID) -> dict[str, Any]:
    """Step 16d: copies, each with purpose and recipient, each marked SALINAN."""
    with current_service().work(me()) as work:
        actions.make_copies(work, letter_id, data["version"], data["copies"])
    return _shown(letter_id)


@api.post("/letters/<uuid:letter_id>/archive-copy")
@api.arguments(Versioned)
@api.response(200, LetterSchema)
@allow(*DESK)
def archive_copy(data: dict[str, Any], letter_id: UUID) -> dict[str, Any]:
    """Step 16e: archive the copy; the letter is ready for handover."""
    with current_service().work(me()) as work:
        actions.archive_copy(work, letter_id, data["version"])
    return _shown(letter_id)


def _shown(letter_id: UUID) -> dict[str, Any]:
    service = current_service()
    with service.reading() as session:
        whole = queries.whole(session, letter_id)
    return views.representation(whole, checking.verdict_of(service, seen(whole.letter)), me())
