"""Keeps what is typed into a form while it is typed: the one place for all forms with long texts (``keeping.js``)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from marshmallow import Schema, ValidationError, fields, validate

from services.shared.calendar import clock
from services.shared.rights.people import STAFF, Actor
from services.shared.rights.rights import Right, Rights
from services.shared.unit_of_work import Service
from services.shared.verbs import Verb, Verbs
from services.shared.web.service import staff_directory
from services.shared.web.typed import APART
from services.shared.web.verbs import add_pages

MOST = 100_000  # letters of one form
NOT_VALUES = "Isi konsep harus berupa nama isian dan teksnya."


def _values(given: str) -> dict[str, Any]:
    """The fields by name, each a text or several; raises ValidationError."""
    try:
        found = json.loads(given[: MOST + 1])
    except (ValueError, RecursionError):  # cut off, nested without end, or no JSON at all
        raise ValidationError(NOT_VALUES) from None
    if not isinstance(found, dict) or not all(_is_text(text) for text in _texts(found)):
        raise ValidationError(NOT_VALUES)
    return dict(found)


def _texts(found: dict[str, Any]) -> Iterator[Any]:
    for name, value in found.items():
        yield name
        yield from value if isinstance(value, list) else (value,)


def _is_text(text: Any) -> bool:
    """Whether it can stand on a page again: half a sign (a lone surrogate) cannot."""
    return isinstance(text, str) and not any("\ud800" <= sign <= "\udfff" for sign in text)


class DraftSchema(Schema):
    """Which form (``typed.name_of``), and what stands in it: a JSON object of texts by field; empty where nothing."""

    form = fields.String(required=True, validate=validate.Length(3, 300))
    values = fields.Function(deserialize=_values, required=True)


def keep_draft(_service: Service, person: Actor, *, form: str, values: dict[str, Any]) -> None:
    """Keep what this person typed into a form, for this person alone."""
    about, _, name = form.partition(APART)
    if person.account_id is not None:
        staff_directory().drafts.keep(person.account_id, about, name, values, clock.now())


KEEP = Verb(
    "keep_draft",
    "Menyimpan ketikan yang belum dikirim",
    schema=DraftSchema,
    action=keep_draft,
    alone=True,
    path="",
    limits=("600 per minute",),
)
RIGHTS = Rights((Right("keep_draft", STAFF),))
DRAFTS = Verbs(RIGHTS, (KEEP,), "Ketikan")
pages = Blueprint("drafts", __name__)


def _kept(_: object) -> ResponseReturnValue:
    return jsonify(status="kept")


add_pages(pages, "/drafts", None, (KEEP,), RIGHTS, ways={"keep_draft": _kept})
