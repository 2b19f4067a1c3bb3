"""Files of a letter for the page: pictures before and after, PDFs, copies; and the registry's few styles."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, request

from services.registry.rights import RIGHTS
from services.registry.shown.files import copy_file, letter_file, send
from services.shared.web.access import allow, me
from services.shared.web.pdf_pages import picture
from services.shared.web.service import current_service

files = Blueprint("files", __name__)


@files.get("/letters/<uuid:letter_id>/<any(signed, sealed):which>/pages/<int:page>.png")
@allow(*RIGHTS.roles("see_letter"))
def page(letter_id: UUID, which: str, page: int) -> Response:
    """A page of the signed or the sealed letter as a picture; pages count from 1."""
    service = current_service()
    return picture(service.store, letter_file(service, letter_id, which, me())[0], page)


@files.get("/letters/<uuid:letter_id>/<any(signed, sealed):which>.pdf")
@allow(*RIGHTS.roles("see_letter"))
def pdf(letter_id: UUID, which: str) -> Response:
    """The signed or the sealed file, byte for byte."""
    service = current_service()
    return send(service, letter_file(service, letter_id, which, me()), download=bool(request.args.get("unduh")))


@files.get("/letters/<uuid:letter_id>/copies/<int:no>.pdf")
@allow(*RIGHTS.roles("see_letter"))
def copy(letter_id: UUID, no: int) -> Response:
    """A copy marked SALINAN."""
    service = current_service()
    return send(service, copy_file(service, letter_id, no, me()), download=bool(request.args.get("unduh")))
