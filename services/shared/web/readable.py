"""Turns away what no person's browser sends and no database can store, before anything else looks at it."""

from __future__ import annotations

from flask import Flask, request
from werkzeug.exceptions import BadRequest, NotFound

LARGEST = 2**63 - 1  # PostgreSQL's bigint
NUL = "\x00"


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
