"""The content of a letter as it is typed: in its draft, and with blanks in the office's wording of a kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from services.letters.rules.content import SENSITIVITIES, URGENCIES
from services.shared.fields import Text, choice, text

MOST_LINES = 15


class Lines(fields.Field[list[str]]):
    """A list of lines; a form (or a program) may also give one text with line breaks. Empty lines are left out."""

    _line = Text(validate=validate.Length(max=200, error="Satu baris paling banyak 200 huruf."))

    def _serialize(self, value: list[str] | None, attr: str | None, obj: Any, **kwargs: Any) -> list[str]:
        return list(value or [])

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[str]:
        given = value.split("\n") if isinstance(value, str) else value
        if not isinstance(given, list):
            raise ValidationError("Tulis satu per baris.")
        lines = [line for line in (self._line.deserialize(item) for item in given) if line]
        if len(lines) > MOST_LINES:
            raise ValidationError(f"Paling banyak {MOST_LINES} baris.")
        return lines


def _lines(label: str, rows: int, hint: str, description: str) -> Lines:
    said: dict[str, Any] = {"title": label, "ask": "textarea", "rows": rows, "hint": hint, "description": description}
    said |= {"type": "array", "items": {"type": "string", "maxLength": 200}}
    return Lines(load_default=list, metadata=said)


def _part(label: str, most: int, **asked: Any) -> Text:
    """A text that may be empty while it is a draft; the form says nothing of that where a letter needs it."""
    return text(label, most, optional=True, **{"must": True} | asked)


def _classification(**asked: Any) -> Text:
    return _part("Kode klasifikasi", 20, ask="select", options="classification", **asked)


def _scale(label: str, options: Mapping[str, str]) -> Text:
    return choice(label, options, default="biasa", wrong="Pilih salah satu.", must=True, blank=False)


class ContentSchema(Schema):
    """The content of a letter. A draft may be saved incomplete; what must be there is checked when it is submitted."""

    subject = _part("Hal", 250)
    classification = _classification()
    sensitivity = _scale("Kerahasiaan", SENSITIVITIES)
    urgency = _scale("Kecepatan", URGENCIES)
    attachments = _part(
        "Lampiran",
        120,
        default="-",
        must=False,
        width=6,
        hint="Dihitung dari berkas lampiran di bawah, misalnya 2 (dua) berkas. “-” bila tidak ada",
    )
    recipient_name = _part("Yth.", 200)
    recipient_lines = _lines(
        "Baris tambahan", 2, "Jabatan atau alamat, satu per baris.", "further lines below the recipient's name"
    )
    recipient_place = _part("di –", 200)
    opening = _part("Pembuka", 3000, rows=4)
    body = _part(
        "Isi",
        20000,
        rows=18,
        description="markup: blank line = paragraph; '1.', 'a)', '•' = list, another mark below an item = one in it; "
        "'| a | b |' = table, **bold**, *italic*",
    )
    closing = _part("Penutup", 2000, rows=3)
    copies_to = _lines("Tembusan", 3, "Satu penerima per baris.", "Tembusan, one recipient per line")


class WordingSchema(ContentSchema):
    """The same with blanks; an empty classification means the office's usual one."""

    classification = _classification(must=False, blank="Yang biasa dipakai kantor")


LABELS = {name: str(field.metadata["title"]) for name, field in ContentSchema().fields.items()}
EMPTY: dict[str, Any] = ContentSchema().load({})
