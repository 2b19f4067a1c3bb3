"""The copies of a letter (16d): what form and API take."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields

from services.registry.rules.letters import MOST_COPIES
from services.shared.fields import Versioned, text

NO_COPY = "Tulis paling sedikit satu salinan."


class CopyRow(Schema):
    """One copy (16d)."""

    purpose = text("Tujuan", 100, width=6, must=None)
    recipient = text("Penerima", 150, width=6, must=None)


_ROW = {  # as the document tells it
    "type": "object",
    "properties": {
        "purpose": {"type": "string", "maxLength": 100},
        "recipient": {"type": "string", "maxLength": 150},
    },
    "required": ["purpose", "recipient"],
}


def _rows(value: Any) -> dict[str, Any]:
    """The rows by their number, neither none nor too many; raises ValidationError."""
    rows = {str(index): row for index, row in enumerate(value)} if isinstance(value, list) else value
    if not rows or not isinstance(rows, dict):
        raise ValidationError(NO_COPY)
    if len(rows) > MOST_COPIES:
        raise ValidationError(f"Paling banyak {MOST_COPIES} salinan.")
    return rows


class Copies(fields.Field[list[dict[str, Any]]]):
    """A list of copies; a form gives it as ``copies.0.purpose``, ``copies.0.recipient``, … with rows left empty."""

    row = CopyRow()

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[dict[str, Any]]:
        rows = _rows(value)
        loaded, errors = [], {}
        for key in sorted(rows, key=lambda key: (len(key), key)):
            try:
                loaded.append(self.row.load(rows[key]))
            except ValidationError as error:
                errors[key] = error.messages
        if errors:
            raise ValidationError(errors)
        return loaded


class CopiesSchema(Versioned):
    """Step 16d: the copies to make, each with purpose and recipient."""

    copies = Copies(required=True, error_messages={"required": NO_COPY}, metadata={"type": "array", "items": _ROW})
