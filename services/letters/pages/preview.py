"""A page of a letter that is being written, as a picture beside its editor."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from services.shared.errors import RuleBroken
from services.shared.web.forms import submit

Drawn = tuple[bytes, int, int]  # PNG, the page that it shows (from 1), how many there are
Draw = Callable[[dict[str, Any], int], Drawn]  # of what was typed, the page that is wanted


def preview(schema: Schema, draw: Draw, *, alone: bool = False) -> ResponseReturnValue:
    """What the unsaved form makes: a piece of the editor's page that holds it, or the PNG ``alone``.

    Raises:
        RuleBroken: a form that cannot be drawn, where the picture alone is wanted.
    """
    wanted = request.form.get("page", default=1, type=int)
    drawn, form = submit(schema, lambda data: draw(data["content"], wanted))
    if not alone:
        return _piece(drawn or (b"", wanted, 0), form.errors)
    if drawn is None:
        raise RuleBroken("Gambar belum dapat dibuat. Periksa isian.", form.errors)
    return Response(drawn[0], mimetype="image/png", headers={"X-Pages": str(drawn[2])})


def _piece(drawn: Drawn, errors: dict[str, list[str]]) -> str:
    """The piece of the editor's page, with the picture in it."""
    picture, page, pages = drawn
    shown = b64encode(picture).decode()
    return render_template("preview.html", picture=shown, page=page, pages=pages, errors=errors)
