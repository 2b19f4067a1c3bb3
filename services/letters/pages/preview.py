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


def preview(
    schema: Schema, draw: Callable[[dict[str, Any], int], Drawn], *, alone: bool = False
) -> ResponseReturnValue:
    """What the unsaved form makes: a piece of the editor's page that holds it, or the PNG ``alone``.

    Raises:
        RuleBroken: a form that cannot be drawn, where the picture alone is wanted.
    """
    wanted = request.form.get("page", default=1, type=int)
    drawn, form = submit(schema, lambda data: draw(data["content"], wanted))
    if not alone:
        picture, page, pages = drawn or (b"", wanted, 0)
        return render_template(
            "preview.html", picture=b64encode(picture).decode(), page=page, pages=pages, errors=form.errors
        )
    if drawn is None:
        raise RuleBroken("Gambar belum dapat dibuat. Periksa isian.", form.errors)
    return Response(drawn[0], mimetype="image/png", headers={"X-Pages": str(drawn[2])})
