"""Fields that the schemas of the verbs share. Messages are Indonesian; the office's own lists are for the rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from services.shared.calendar import clock
from services.shared.fields import REQUIRED, YEARS, LocalDate, Text
from services.shared.paper.text import missing

MISSING: dict[str, Any] = {"required": "Wajib diisi.", "null": "Wajib diisi."}  # a date tells its own form


def printed(maximum: int = 2000, minimum: int = 1, *, required: bool = True) -> Text:
    """A text that will stand on paper: ``minimum`` to ``maximum`` characters, all of which our fonts print."""
    check = _printed(minimum if required else 0, maximum)
    if required:
        return Text(required=True, validate=check, error_messages=REQUIRED)
    return Text(load_default="", validate=check, error_messages=REQUIRED)


def _printed(minimum: int, maximum: int) -> Callable[[str], None]:
    def check(value: str) -> None:
        if minimum and not value:
            raise ValidationError("Wajib diisi.")
        if len(value) < minimum:
            raise ValidationError(f"Paling sedikit {minimum} huruf (sekarang {len(value)}).")
        if len(value) > maximum:
            raise ValidationError(f"Paling banyak {maximum} huruf (sekarang {len(value)}).")
        odd = missing(value)
        if odd:
            raise ValidationError(f"Tanda ini tidak dapat dicetak, mohon diganti: {' '.join(odd[:10])}")

    return check


def choice(options: Any, default: str | None = None) -> fields.String:
    """One of fixed codes."""
    check = validate.OneOf(list(options), error="Pilih salah satu dari daftar.")
    if default is None:
        return fields.String(required=True, validate=check, error_messages=REQUIRED)
    return fields.String(load_default=default, validate=check, error_messages=REQUIRED)


def code() -> Text:
    """A code that the office's own lists decide."""
    return Text(required=True, validate=validate.Length(1, 60, error="Pilih dari daftar."), error_messages=REQUIRED)


def day() -> LocalDate:
    """A compulsory date."""
    return LocalDate(required=True, error_messages=MISSING)


def optional_day() -> LocalDate:
    """A date that may be left out; the office's limit counts then."""
    return LocalDate(load_default=None, allow_none=True)


class Moment(fields.Field[datetime]):
    """A moment: ISO 8601 with offset from programs, ``24/11/2026 14.30`` (WITA) from forms."""

    default_error_messages = {"invalid": "Tulis tanggal dan jam seperti 24/11/2026 14.30."}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        text = str(value).strip()
        try:
            if "/" in text:
                return datetime.strptime(text.replace(":", "."), "%d/%m/%Y %H.%M").replace(tzinfo=clock.WITA)
            moment = datetime.fromisoformat(text)
        except (ValueError, OverflowError):
            raise self.make_error("invalid") from None
        if moment.tzinfo is None or moment.year not in YEARS:
            raise self.make_error("invalid")
        return moment


class VerbSchema(Schema):
    """Every verb names the version of the case that the person saw."""

    version = fields.Integer(required=True, error_messages=REQUIRED)
