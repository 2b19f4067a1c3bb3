"""Hands out the bytes of kept files to those who may see them; who had them is noted."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, request

from services.shared.errors import Forbidden, Missing
from services.shared.files.custody import Custody
from services.shared.files.scanner import Scan
from services.shared.files.table import KeptFile
from services.shared.unit_of_work import Work
from services.shared.web.access import me
from services.shared.web.files import INFECTED, send_object
from services.shared.web.service import current_service

NONE = "Berkas ini tidak punya gambar kecil."
Find = Callable[[Work], KeptFile]


def send_kept(custody: Custody, find: Find) -> Response:
    """The bytes of the file that ``find`` gives to this person; ``?download=1`` as a download. Noted in the log.

    Raises:
        Missing: no such file for this person. Forbidden: it is quarantined.
    """
    download = "download" in request.args
    with current_service().work(me()) as work:
        file = find(work)
        if file.scan == Scan.INFECTED:
            raise Forbidden(INFECTED)
        if _begins():
            custody.note_opened(work, file, download=download)
            work.service.looked(work.actor, custody.subject(file), "file", work.now)
    return send_object(current_service().store, file.stored, file.name, download=download)


def send_picture(find: Find, name: str) -> Response:
    """A small picture of a file (``thumb``, ``preview``); one that was lost is made again by the worker.

    Raises:
        Missing: there is none (yet), or not for this person.
    """
    service = current_service()
    with service.work(me()) as work:
        file = find(work)
        if name not in (file.previews or {}) or file.scan == Scan.INFECTED:
            raise Missing(NONE)
        bucket, key = file.bucket, (file.previews or {})[name]
    try:
        response = Response(service.store.stream(bucket, key), mimetype="image/jpeg")
    except Missing:
        with service.work(me()) as work:
            find(work).look = "waiting"
        raise
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _begins() -> bool:
    """Whether this request begins to read the file: a player asks for many ranges of the same one."""
    return request.headers.get("Range", "bytes=0-").replace(" ", "").startswith("bytes=0-")
