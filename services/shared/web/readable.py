"""Turns away what no person's browser sends and no database can store, before anything else looks at it."""

from __future__ import annotations

from flask import Flask, request
from werkzeug.exceptions import BadRequest, NotFound

LARGEST = 2**63 - 1  # PostgreSQL's bigint
NUL = "\x00"
JSON_LIMIT = 2 * 1024 * 1024  # bytes of a body that is read into memory whole; files travel raw or in forms


def watch(app: Flask) -> None:
    """Check every request; has to be registered before whoever reads forms."""

    @app.before_request
    def _check() -> None:
        if request.is_json:
            request.max_content_length = JSON_LIMIT
        arguments = (request.view_args or {}).values()
        if NUL in request.path or any(isinstance(value, int) and value > LARGEST for value in arguments):
            raise NotFound
        if any(NUL in text for pair in request.args.items(multi=True) for text in pair):
            raise BadRequest
        if request.mimetype == "multipart/form-data" and None in {*request.form, *request.files}:
            raise BadRequest  # a part without a name
