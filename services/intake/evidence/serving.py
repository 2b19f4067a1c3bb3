"""Hands out the bytes of a complaint's files to those who may see them; who had them is noted."""

from __future__ import annotations

from uuid import UUID

from flask import Response, request

from services.intake import queries, view
from services.intake.actions.custody import note_opened
from services.intake.queries.complaints import UNKNOWN_FILE
from services.intake.tables import CaseFile
from services.shared.errors import Forbidden, Missing
from services.shared.files.scanner import Scan
from services.shared.unit_of_work import Work
from services.shared.web.access import me
from services.shared.web.files import INFECTED, send_object
from services.shared.web.service import current_service

NONE = "Berkas ini tidak punya gambar kecil."


def openable(work: Work, case_no: str, file_id: UUID) -> CaseFile:
    """A file of this complaint that this person may open.

    Raises:
        Missing: no such file here, or not for this person.
    """
    complaint = queries.one(work.session, case_no)
    file = queries.file_of(work.session, case_no, file_id)
    if not view.may_open(complaint, file, me()):
        raise Missing(UNKNOWN_FILE)
    return file


def send_file_of(case_no: str, file_id: UUID) -> Response:
    """The file's bytes, inline where that is safe; ``?download=1`` as a download. Noted in the custody log.

    Raises:
        Missing: no such file for this person. Forbidden: it is quarantined.
    """
    download = "download" in request.args
    with current_service().work(me()) as work:
        file = openable(work, case_no, file_id)
        if file.scan == Scan.INFECTED:
            raise Forbidden(INFECTED)
        if _begins():
            note_opened(work, file, download=download)
            work.service.looked(work.actor, case_no, "file", work.now)
    return send_object(current_service().store, file.stored, file.name, download=download)


def send_picture_of(case_no: str, file_id: UUID, name: str) -> Response:
    """A small picture of a file (``thumb``, ``preview``); one that was lost is made again by the worker.

    Raises:
        Missing: there is none (yet), or not for this person.
    """
    service = current_service()
    with service.work(me()) as work:
        file = openable(work, case_no, file_id)
        if name not in (file.previews or {}) or file.scan == Scan.INFECTED:
            raise Missing(NONE)
        bucket, key = file.bucket, (file.previews or {})[name]
    try:
        response = Response(service.store.stream(bucket, key), mimetype="image/jpeg")
    except Missing:
        with service.work(me()) as work:
            openable(work, case_no, file_id).look = "waiting"
        raise
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _begins() -> bool:
    """Whether this request begins to read the file: a player asks for many ranges of the same one."""
    return request.headers.get("Range", "bytes=0-").replace(" ", "").startswith("bytes=0-")
