"""Forms and API load the same marshmallow schema; a form keeps everything typed when something is wrong."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import request
from marshmallow import EXCLUDE, Schema, ValidationError, fields
from werkzeug.datastructures import MultiDict

from services.shared.errors import RuleBroken, Stale
from services.shared.web.errors import flatten


@dataclass
class Form:
    """What the templates' field macros need: values by dotted name, messages by dotted name.

    ``prefix`` tells the fields of one form from those of another on the same page.
    """

    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)
    prefix: str = ""

    @property
    def status(self) -> int:
        """422 where something is wrong, else 200."""
        return 422 if self.errors else 200


def blank_form(prefix: object) -> Form:
    """A form in which nothing was typed, for a page that has several; ``prefix``: its own, such as its verb."""
    return Form(prefix=str(prefix))


def field_id(form: object, name: str) -> str:
    """The id of a field's element: its dotted name, which the summary of errors points to, after the form's prefix."""
    prefix = form.get("prefix", "") if isinstance(form, Mapping) else getattr(form, "prefix", "")
    return (f"{prefix}-{name}" if prefix else name).replace(".", "-")


def submit(schema: Schema, act: Callable[[dict[str, Any]], Any]) -> tuple[Any, Form]:
    """Load the posted form by ``schema`` and act on it; returns (result, form).

    On bad input or a broken rule the result is None and the form holds all values and the messages.
    """
    form = Form(values=flat_values(request.form))
    try:
        return act(schema.load(nest(request.form, schema), unknown=EXCLUDE)), form
    except ValidationError as error:
        form.errors = flatten(error.normalized_messages())
    except RuleBroken as error:
        form.errors = error.fields or {"": [error.message]}
    return None, form


def submit_here(schema: Schema, act: Callable[[dict[str, Any]], Any]) -> tuple[Any, Form, int]:
    """As ``submit``; a conflict, too, is shown on the page itself, with everything that was typed.

    Returns (result or None, form with its messages, status).
    """
    conflict: list[Stale] = []

    def guarded(data: dict[str, Any]) -> Any:
        try:
            return act(data)
        except Stale as error:
            conflict.append(error)
            raise RuleBroken(error.message) from None

    result, form = submit(schema, guarded)
    return result, form, conflict[0].status if conflict else form.status


def flat_values(posted: MultiDict[str, str]) -> dict[str, Any]:
    """Posted values by field name; a name posted several times gives a list."""
    return {name: values[0] if len(values) == 1 else values for name, values in posted.lists()}


def nest(posted: MultiDict[str, str], schema: Schema) -> dict[str, Any]:
    """Dotted names as nested dicts; empty texts are left out, so that 'required' and defaults mean what they say."""
    data: dict[str, Any] = {}
    for name, values in posted.lists():
        kept = [value for value in values if value.strip()]
        if not kept:
            continue
        *parents, leaf = name.split(".")
        place, owner = data, schema
        for parent in parents:
            place = place.setdefault(parent, {})
            nested = owner.fields.get(parent)
            owner = nested.schema if isinstance(nested, fields.Nested) else owner
        many = isinstance(owner.fields.get(leaf), fields.List)
        place[leaf] = kept if many else kept[-1]
    return data


YEARS = range(1900, 2200)  # whom and what an office knows of; beyond it days cannot be counted


class LocalDate(fields.Field[date]):
    """A date typed as dd/mm/yyyy (or ISO, as the API writes it); serialised as ISO."""

    default_error_messages = {
        "invalid": "Tulis tanggal sebagai hh/bb/tttt, misalnya 24/11/2026.",
        "year": f"Tahun harus antara {YEARS.start} dan {YEARS.stop - 1}.",
    }

    def _serialize(self, value: date | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return value.isoformat() if value else None

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        try:
            day = _day(str(value).strip())
        except ValueError:
            raise self.make_error("invalid") from None
        if day.year not in YEARS:
            raise self.make_error("year")
        return day


def _day(text: str) -> date:
    if "-" in text:
        return date.fromisoformat(text)
    day, month, year = text.split("/")
    if len(year) != 4:
        raise ValueError
    return date(int(year), int(month), int(day))


class Text(fields.String):
    """A text as people type it: stripped, lines kept, without control characters (PostgreSQL and paper refuse them)."""

    default_error_messages = {"control": "Ada tanda yang tidak dapat dicetak. Ketik ulang isian ini."}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text is None:
            return None
        text = text.replace("\r\n", "\n").strip()
        if any(unicodedata.category(char) in {"Cc", "Cs", "Co"} and char not in "\n\t" for char in text):
            raise self.make_error("control")
        return text


REQUIRED: dict[str, Any] = {
    "required": "Wajib diisi.",
    "null": "Wajib diisi.",
    "invalid": "Isian ini tidak dapat dibaca.",
}


def required_text(maximum: int = 200, minimum: int = 1, message: str | None = None) -> Text:
    """A compulsory text of ``minimum`` to ``maximum`` characters."""
    return Text(required=True, validate=_length(minimum, maximum, message), error_messages=REQUIRED)


def optional_text(maximum: int = 200) -> Text:
    """A text that may be left empty."""
    return Text(load_default="", validate=_length(0, maximum, None))


def _length(minimum: int, maximum: int, message: str | None) -> Callable[[str], None]:
    def check(value: str) -> None:
        size = len(value)
        if minimum and size == 0:
            raise ValidationError("Wajib diisi.")
        if size < minimum:
            raise ValidationError(message or f"Paling sedikit {minimum} huruf.")
        if size > maximum:
            raise ValidationError(f"Paling banyak {maximum} huruf (sekarang {size}).")

    return check
