"""Files of a letter: pictures of its pages, and the PDF itself, for those who may read it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, request

from services.letters.queries.letters import one
from services.letters.queries.parts import draft_of
from services.letters.shown.opened import opened
from services.letters.states import RIGHTS
from services.shared.errors import Missing
from services.shared.storage.object_store import StoredObject
from services.shared.web.access import allow
from services.shared.web.files import send_object
from services.shared.web.names import safe_name
from services.shared.web.pdf_pages import picture
from services.shared.web.service import current_service

files = Blueprint("files", __name__)
READERS = RIGHTS.roles("see")


@files.get("/letters/<uuid:letter_id>/drafts/<int:no>/pages/<int:page>.png")
@allow(*READERS)
def draft_page(letter_id: UUID, no: int, page: int) -> Response:
    """A page of a submitted version as a picture; pages count from 1."""
    return picture(current_service().store, _draft_file(letter_id, no), page)


@files.get("/letters/<uuid:letter_id>/drafts/<int:no>/letter.pdf")
@allow(*READERS)
def draft_pdf(letter_id: UUID, no: int) -> Response:
    """The file of a submitted version."""
    return send_object(current_service().store, _draft_file(letter_id, no), safe_name(f"Konsep surat versi {no}.pdf"))


@files.get("/letters/<uuid:letter_id>/signed/pages/<int:page>.png")
@allow(*READERS)
def signed_page(letter_id: UUID, page: int) -> Response:
    """A page of the signed letter as a picture, with its signature."""
    return picture(current_service().store, _signed_file(letter_id)[0], page)


@files.get("/letters/<uuid:letter_id>/signed.pdf")
@allow(*READERS)
def signed_pdf(letter_id: UUID) -> Response:
    """The signed file, byte for byte."""
    stored, name = _signed_file(letter_id)
    return send_object(current_service().store, stored, safe_name(name), download=bool(request.args.get("unduh")))


def _draft_file(letter_id: UUID, no: int) -> StoredObject:
    with current_service().reading() as session:
        opened(session, letter_id, one, to_read=True)
        return draft_of(session, letter_id, no).stored


def _signed_file(letter_id: UUID) -> tuple[StoredObject, str]:
    with current_service().reading() as session:
        file = opened(session, letter_id, one, to_read=True).signed_file
    if file is None:
        raise Missing("Surat ini belum ditandatangani.")
    return StoredObject(file["bucket"], file["key"], file["sha256"], file["size"], file["content_type"]), file["name"]
