"""Hands out the bytes of kept files to those who may see them; who had them is noted."""

from __future__ import annotations

from collections.abc import Callable, Collection

from flask import Response, request

from services.shared.errors import Forbidden, Missing, Unavailable
from services.shared.files.cleaning.copies import cleaned, made_copy
from services.shared.files.custody import Custody
from services.shared.files.media.known import MADE
from services.shared.files.scanner import Scan
from services.shared.files.table import KeptFile
from services.shared.files.tending import PLAYED
from services.shared.storage.object_store import ObjectStore, StoredObject
from services.shared.storage.seen import Seen
from services.shared.unit_of_work import Work
from services.shared.web.access import me
from services.shared.web.files import INFECTED, send_object
from services.shared.web.service import current_service

NONE = "Berkas ini tidak punya gambar kecil."
PICTURES = frozenset({"thumb", "preview"})
_SEEN = Seen()
Find = Callable[[Work], KeptFile]
Knows = Callable[[Work, KeptFile], bool]


def send_kept(custody: Custody, find: Find, knows: Knows) -> Response:
    """The bytes of the file that ``find`` gives to this person; ``?download=1`` as a download. Noted in the log.

    Who may not know what its metadata tell (``knows``) gets the copy without them.

    Raises:
        Missing: no such file for this person. Forbidden: it is quarantined, or cannot be cleaned.
    """
    download = "download" in request.args
    with current_service().work(me()) as work:
        file = find(work)
        if file.scan == Scan.INFECTED:
            raise Forbidden(INFECTED)
        _note_opened(custody, work, file, download=download)
        whole = knows(work, file)
    acts = file.trouble == "acting"  # seen too late to be refused: no viewer of a browser's gets it
    place = (file.bucket, custody.derived(file))
    return send_stored(file.stored, file.name, place, knows=whole, download=download or acts)


def _note_opened(custody: Custody, work: Work, file: KeptFile, *, download: bool) -> None:
    """Once for a film that a player asks for piece by piece."""
    if _begins():
        custody.note_opened(work, file, download=download)
        work.service.looked(work.actor, custody.subject(file), "file", work.now)


def send_stored(stored: StoredObject, name: str, place: tuple[str, str], *, knows: bool, download: bool) -> Response:
    """Somebody's file, or the copy without its metadata for who may not know them; ``place``: bucket and folder of what
    is made of this file. The one way out for what people brought.

    Raises:
        Forbidden: it is malware, or cannot be cleaned. Missing, Unavailable.
    """
    service = current_service()
    if not knows:
        if service.store.is_quarantined(stored.sha256):
            raise Forbidden(INFECTED)
        stored = cleaned(service, stored, place)
    return send_object(service.store, stored, name, download=download)


def send_made(bucket: str, folder: str, name: str, content_type: str) -> Response:
    """The copy to play of another service's file, where it made one below ``folder`` (what is made of that file).

    Raises:
        Missing: there is none (yet). Forbidden: it is quarantined.
    """
    store, kind = current_service().store, MADE.get(content_type.partition("/")[0], "")
    for key in store.keys(bucket, f"{folder}/{PLAYED}/") if kind else ():
        return send_object(store, made_copy(store, bucket, key, kind), name)
    raise Missing(NONE)


def made_of(bucket: str, folder: str, files: Collection[str]) -> frozenset[tuple[str, str]]:
    """The small pictures that another service made below ``folder`` of these files (hashes): (hash, ``thumb`` or
    ``preview``). None where the store does not answer."""
    try:
        found = _SEEN.below(current_service().store, (bucket,), folder, files)
    except Unavailable:
        return frozenset()
    return frozenset((path[0], path[1]) for path in found if len(path) == 3 and path[1] in PICTURES)


def send_made_picture(stored: StoredObject, folder: str, name: str) -> Response:
    """A small picture of another service's file, where it made one below ``folder`` (what is made of that file).

    Raises:
        Missing: there is none (yet). Forbidden: the file is quarantined.
    """
    store = current_service().store
    for key in store.keys(stored.bucket, f"{folder}/{name}/") if name in PICTURES else ():
        if store.is_quarantined(stored.sha256):
            raise Forbidden(INFECTED)
        return _picture(store, stored.bucket, key)
    raise Missing(NONE)


def send_playable(custody: Custody, find: Find) -> Response:
    """The copy to play of a film or a sound, which tells nothing but what is seen and heard; noted in the log.

    Raises:
        Missing: there is none (yet), or not for this person. Forbidden: it is quarantined.
    """
    service = current_service()
    with service.work(me()) as work:
        file = find(work)
        if PLAYED not in (file.previews or {}):
            raise Missing(NONE)
        _note_opened(custody, work, file, download=False)
        bucket, name, infected = file.bucket, file.name, file.scan == Scan.INFECTED
        key, kind = (file.previews or {})[PLAYED], MADE[file.content_type.partition("/")[0]]
    if infected:
        raise Forbidden(INFECTED)
    return send_object(service.store, made_copy(service.store, bucket, key, kind), name)


def send_picture(find: Find, name: str) -> Response:
    """A small picture of a file (``thumb``, ``preview``, ``page-2`` …); one that was lost is made again by the worker.

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
        return _picture(service.store, bucket, key)
    except Missing:
        with service.work(me()) as work:
            find(work).look = "waiting"
        raise


def _picture(store: ObjectStore, bucket: str, key: str) -> Response:
    response = Response(store.stream(bucket, key), mimetype="image/jpeg")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _begins() -> bool:
    """Whether this request begins to read the file: a player asks for many ranges of the same one."""
    return request.headers.get("Range", "bytes=0-").replace(" ", "").startswith("bytes=0-")
