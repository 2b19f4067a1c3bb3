"""Files of a letter for the page: pictures before and after, PDFs, copies; and the registry's few styles."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from flask import Blueprint, Response, request, send_from_directory

from services.registry import files as stored
from services.registry.pages.letter import READERS
from services.shared.web.access import allow, me, public
from services.shared.web.pdf_pages import picture
from services.shared.web.service import current_service

files = Blueprint("files", __name__)


@files.get("/letters/<uuid:letter_id>/<any(signed, sealed):which>/pages/<int:page>.png")
@allow(*READERS)
def page(letter_id: UUID, which: str, page: int) -> Response:
    """A page of the signed or the sealed letter as a picture; pages count from 1."""
    return picture(current_service().store, stored.letter_file(letter_id, which, me())[0], page)


@files.get("/letters/<uuid:letter_id>/<any(signed, sealed):which>.pdf")
@allow(*READERS)
def pdf(letter_id: UUID, which: str) -> Response:
    """The signed or the sealed file, byte for byte."""
    return stored.send(stored.letter_file(letter_id, which, me()), download=bool(request.args.get("unduh")))


@files.get("/letters/<uuid:letter_id>/copies/<int:no>.pdf")
@allow(*READERS)
def copy(letter_id: UUID, no: int) -> Response:
    """A copy marked SALINAN."""
    return stored.send(stored.copy_file(letter_id, no, me()), download=bool(request.args.get("unduh")))


@files.get("/registry.css")
@public
def look() -> Response:
    """The few styles that only these pages need."""
    return send_from_directory(Path(__file__).parents[1] / "static", "registry.css", max_age=3600)
