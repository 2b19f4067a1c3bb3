"""Hands out the bytes of a complaint's files to those who may see them."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request

from services.intake import queries, view
from services.intake.evidence.thumbs import NONE, thumb
from services.intake.queries.complaints import UNKNOWN_FILE
from services.intake.rules.files import FULL_NIK
from services.intake.tables import CaseFile
from services.shared.errors import Missing
from services.shared.web.access import me
from services.shared.web.files import send_object
from services.shared.web.service import current_service


def openable(case_no: str, file_id: UUID) -> CaseFile:
    """A file of this complaint that this person may open; the opening of a KTP leaves a line in the trail.

    Raises:
        Missing: no such file here, or not for this person.
    """
    with current_service().work(me()) as work:
        complaint = queries.one(work.session, case_no)
        file = queries.file_of(work.session, case_no, file_id)
        if not view.may_open(complaint, file, me()):
            raise Missing(UNKNOWN_FILE)
        if file.role == "id_card" and "Range" not in request.headers:
            work.audit("see_id_card", case_no, "KTP pemohon dibuka", story=False)
    return file


def send_file_of(case_no: str, file_id: UUID) -> Response:
    """The file's bytes, inline where that is safe; ``?download=1`` as a download."""
    file = openable(case_no, file_id)
    return send_object(current_service().store, file.stored, file.name, download="download" in request.args)


def send_thumb_of(case_no: str, file_id: UUID) -> Response:
    """A small picture of an image; 404 for everything else, and for what may show the full NIK: that is opened."""
    file = openable(case_no, file_id)
    if file.role in FULL_NIK:
        raise Missing(NONE)
    response = Response(thumb(current_service().store, file.stored), mimetype="image/jpeg")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response
