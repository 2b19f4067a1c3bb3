"""Turns away what no person's browser sends and no database can store, before anything else looks at it."""

from __future__ import annotations

import json

from flask import Flask, current_app, request
from werkzeug.exceptions import BadRequest, NotFound

from services.shared.errors import Refused
from services.shared.web.access import wants_json
from services.shared.web.bodies import SMALL

LARGEST = 2**63 - 1  # PostgreSQL's bigint
NUL = "\x00"
AS_JSON = "Kirim isinya sebagai JSON (UTF-8), dengan kepala Content-Type: application/json."
NO_JSON = "Isi kiriman ini bukan JSON (UTF-8) yang utuh, jadi tidak dapat dibaca."


class NotAsJson(Refused):
    """A program's body of another type than JSON (415)."""

    status = 415


def watch(app: Flask) -> None:
    """Check the address of every request."""

    @app.before_request
    def _check() -> None:
        arguments = (request.view_args or {}).values()
        if NUL in request.path or any(isinstance(value, int) and value > LARGEST for value in arguments):
            raise NotFound
        if any(NUL in text for pair in request.args.items(multi=True) for text in pair):
            raise BadRequest


def check_parts() -> None:
    """Turn away a form with a part that has no name; reads the form."""
    if request.mimetype == "multipart/form-data" and None in {*request.form, *request.files}:
        raise BadRequest


def check_json() -> None:
    """Turn away a program's body that is no JSON, and say so: read as an empty one, each field would be called missing.

    Raises:
        NotAsJson, Refused.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if not wants_json() or getattr(view, "room", SMALL).files:
        return
    if request.is_json:
        _check_whole(request.get_data())
    elif request.content_length:  # refused unread
        raise NotAsJson(AS_JSON)


def _check_whole(data: bytes) -> None:
    try:
        if data:
            json.loads(data.decode())
    except (ValueError, RecursionError):  # ValueError also for numbers of thousands of digits
        raise Refused(NO_JSON) from None
