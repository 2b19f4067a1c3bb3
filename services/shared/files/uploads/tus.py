"""tus 1.0 for browsers: creation, termination and expiration (https://tus.io/protocols/resumable-upload).

A service mounts ``blueprint`` under a path that holds ``<target>``, the thing that files are for. Each request is
checked like any other of ours: signed in, role, CSRF header; an upload of somebody else is a 404.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from urllib.parse import quote
from wsgiref.handlers import format_date_time

from flask import Blueprint, Response, current_app, request, url_for
from flask.typing import ResponseReturnValue

from services.shared.calendar import clock
from services.shared.errors import Refused
from services.shared.files.kinds import empty, named
from services.shared.files.troubles import TROUBLES
from services.shared.files.uploads.finishing import Uploads
from services.shared.files.uploads.receiver import Begun, Receiver
from services.shared.files.uploads.receiving import TooLong
from services.shared.files.uploads.spool import Upload
from services.shared.rights.rights import Rights
from services.shared.verbs import Verb
from services.shared.web.access import me
from services.shared.web.bodies import WHOLE, takes
from services.shared.web.names import read_text
from services.shared.web.service import current_service
from services.shared.web.verbs import guarded

VERSION = "1.0.0"
EXTENSIONS = "creation,termination,expiration"
PART = "application/offset+octet-stream"


class WrongVersion(Refused):
    """Another version of the protocol (412)."""

    status = 412


def current_uploads() -> Uploads:
    """The uploads of the service that the present request runs in."""
    uploads: Uploads = current_app.extensions["sigap_uploads"]
    return uploads


def blueprint(path: str, receiver: Receiver, verb: Verb, rights: Rights) -> Blueprint:
    """The routes below ``path``, which has a ``<target>`` in it: ways to the verb by which a file is added."""
    pages = Blueprint("uploads", __name__)
    pages.record_once(lambda state: state.app.extensions.update(sigap_uploads=_uploads_of(state.app, receiver)))
    pages.record_once(lambda state: state.app.jinja_env.globals.update(upload_address=address))
    pages.after_request(_say_version)
    create = takes(0)(guarded(verb, rights, _own(_create)))
    pages.add_url_rule(f"{path}/", "create", create, methods=["POST", "OPTIONS"])
    part = takes(WHOLE)(
        guarded(replace(verb, file=None), rights, _own(_part))
    )  # throttled as a whole, not by its parts
    pages.add_url_rule(f"{path}/<upload_id>", "part", part, methods=["HEAD", "PATCH", "DELETE", "POST"])
    return pages


def _own(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """A view of this service alone: who may is written on it, and two services may stand in one process."""

    @wraps(view)
    def own(**key: str) -> ResponseReturnValue:
        return view(**key)

    return own


def address(target: str) -> str:
    """Where uploads for a thing begin, for the fields of its pages."""
    return url_for("uploads.create", target=target)


def _uploads_of(app: object, receiver: Receiver) -> Uploads:
    return Uploads(app.extensions["sigap"], receiver)  # type: ignore[attr-defined]


def _check_version() -> None:
    if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
        raise WrongVersion(f"Unggahan memakai protokol tus {VERSION}.")


def _say_version(response: Response) -> Response:
    response.headers["Tus-Resumable"] = VERSION
    if response.status_code == WrongVersion.status:
        response.headers["Tus-Version"] = VERSION
    return response


def _create(target: str) -> ResponseReturnValue:
    """Begin an upload (POST), or tell what this endpoint can (OPTIONS)."""
    _check_version()
    uploads = current_uploads()
    if request.method == "OPTIONS":
        return _limits(uploads)
    length = _length(uploads.largest)
    facts = _metadata(request.headers.get("Upload-Metadata", ""))
    name = named(facts.get("filename", ""))
    waiting = sum(upload.length for upload in uploads.spool.waiting(target))
    role = facts.get("role", "")[:40]
    uploads.receiver.check(current_service(), me(), Begun(target, role, length, waiting))
    uploads.sweep_all(clock.now())
    upload = uploads.spool.create(me().username, target, name, facts.get("filetype", "")[:100], length, role)
    response = Response(status=201)
    response.headers["Location"] = url_for("uploads.part", target=target, upload_id=upload.id)
    return _with_expiry(response, uploads, upload)


def _length(largest: int) -> int:
    """How long the file will be; raises RuleBroken for an empty one, TooLong."""
    length = _number("Upload-Length")
    if length == 0:
        raise empty()
    if length > largest:
        raise TooLong("Berkas melebihi batas ukuran. Kecilkan atau bagi berkas itu.")
    return length


def _limits(uploads: Uploads) -> Response:
    response = Response(status=204)
    response.headers["Tus-Version"] = VERSION
    response.headers["Tus-Extension"] = EXTENSIONS
    response.headers["Tus-Max-Size"] = str(uploads.largest)
    return response


def _part(target: str, upload_id: str) -> ResponseReturnValue:
    """Say how far an upload is (HEAD), take more of it (PATCH), or forget it (DELETE)."""
    _check_version()
    uploads = current_uploads()
    upload = uploads.spool.find(upload_id, me().username, target)
    verb = request.headers.get("X-HTTP-Method-Override", request.method) if request.method == "POST" else request.method
    if verb == "HEAD":
        return _progress(uploads, upload)
    if verb == "PATCH":
        return _take(uploads, upload)
    if verb == "DELETE":
        uploads.remove(upload)
        return Response(status=204)
    raise Refused("Permintaan ini tidak dikenal.")


def _progress(uploads: Uploads, upload: Upload) -> Response:
    upload = uploads.finish(upload)
    uploads.attach(upload, me())  # where it could not be when its last part came
    response = Response(status=200)
    response.headers["Upload-Offset"] = str(uploads.spool.offset(upload))
    response.headers["Upload-Length"] = str(upload.length)
    return _with_expiry(response, uploads, upload)


def _take(uploads: Uploads, upload: Upload) -> Response:
    if request.mimetype != PART:
        raise Refused(f"Bagian berkas dikirim sebagai {PART}.")
    end = uploads.take(upload, _number("Upload-Offset"), request.stream)
    if end == upload.length:
        uploads.attach(upload, me())
    response = Response(status=204)
    response.headers["Upload-Offset"] = str(end)
    if end == upload.length and (found := uploads.spool.find(upload.id, upload.owner, upload.target)).trouble:
        response.headers["X-Message"] = quote(TROUBLES[found.trouble])
    return _with_expiry(response, uploads, upload)


def _with_expiry(response: Response, uploads: Uploads, upload: Upload) -> Response:
    response.headers["Upload-Expires"] = format_date_time(uploads.spool.expires(upload.id).timestamp())
    return response


def _number(header: str) -> int:
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Refused(f"Kepala {header} tidak terbaca.")
    return int(text)


def _metadata(header: str) -> dict[str, str]:
    """``Upload-Metadata``: pairs of a key and a base64 value, separated by commas."""
    facts = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        key, _, value = pair.partition(" ")
        try:
            facts[key] = read_text(base64.b64decode(value, validate=True))
        except binascii.Error:
            raise Refused("Keterangan berkas tidak terbaca.") from None
    return facts
