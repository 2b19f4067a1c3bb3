"""Bodies of verbs, made from their schemas: each compulsory field, with a value that its kind, limits and choices take.

A plain new verb needs no line in the tests' support. Only what no schema can tell is said by hand: what a rule wants
beside the builders of a service, the codes of the office's lists in ``CODES``.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from functools import singledispatch
from typing import Any

from marshmallow import Schema, fields, validate

from services.shared.calendar import clock
from services.shared.fields import LocalDate, Moment, Text

Json = dict[str, Any]
CODES = {  # of the lists that a page gives (``choice(…, "partners")``): one that everybody may choose
    "agencies": "inspektorat",
    "classes": "ordinary",
    "classifications": "700.1.2.4",
    "disposed_to": "tim2",
    "law": "polsek",
    "partners": "7105152007",
    "staff": "tim3",
    "team": "tim1",
}
BY_HAND = "say by hand what stands in {0!r} ({1}): in SAID of the service's builders in tests/support, for this verb"


def body_of(schema: Schema, said: Mapping[str, Any]) -> Json:
    """A body without the version: what is ``said`` by hand, and a valid value for each other compulsory field."""
    compulsory = {name: field for name, field in schema.fields.items() if field.required and name != "version"}
    made = {field.data_key or name: value_of(field) for name, field in compulsory.items() if name not in said}
    return made | dict(said)


@singledispatch
def value_of(field: fields.Field[Any]) -> Any:
    """A value for one field, as programs give it."""
    raise TypeError(BY_HAND.format(field.name, type(field).__name__))


@value_of.register
def _(field: LocalDate) -> str:
    return clock.local(clock.now()).date().isoformat()


@value_of.register
def _(field: Moment) -> str:
    return clock.now().isoformat()


@value_of.register
def _(field: fields.UUID) -> str:
    return str(uuid.uuid4())  # of a part that there is not; the matrix makes one where it is about one


@value_of.register
def _(field: fields.Boolean) -> bool:
    return True


@value_of.register
def _(field: fields.Integer) -> int:
    least = [check.min for check in field.validators if isinstance(check, validate.Range) and check.min is not None]
    return int(least[0]) if least else 1


@value_of.register
def _(field: fields.Nested) -> Json:
    return body_of(field.schema, {})


@value_of.register
def _(field: fields.List) -> list[Any]:
    return [_chosen(field) or value_of(field.inner)]


@value_of.register
def _(field: Text) -> str:
    asked = field.metadata
    if code := _chosen(field):
        return code
    if asked.get("ask") == "time":
        return "09:30"
    if "title" not in asked or any(isinstance(check, validate.Regexp) for check in field.validators):
        raise TypeError(BY_HAND.format(field.name, "a text of a form of its own"))
    words = f"{asked['title']} untuk diuji" + ", dan lagi" * (asked.get("minLength", 1) // 10)
    return words[: asked.get("maxLength")]


def _chosen(field: fields.Field[Any]) -> str:
    """The first of the codes that may be chosen; empty where anything may be typed."""
    inner = field.inner if isinstance(field, fields.List) else field
    codes = [code for check in inner.validators if isinstance(check, validate.OneOf) for code in check.choices if code]
    options = field.metadata.get("options")
    if not codes and isinstance(options, str):
        return CODES[options]
    return str(codes[0]) if codes else ""
