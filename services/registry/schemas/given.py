"""What forms and API take."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from services.registry.retention.rules import DESTROY, PERMANENT
from services.registry.rules import MOST_COPIES
from services.registry.states import CaseState, State
from services.shared.fields import REQUIRED, LocalDate, Text, Versioned, choice, text
from services.shared.web.forms import optional_text, required_text


class CopyRow(Schema):
    """One copy (16d)."""

    purpose = required_text(100)
    recipient = required_text(150)


class Copies(fields.Field[list[dict[str, Any]]]):
    """A list of copies; a form gives it as ``copies.0.purpose``, ``copies.0.recipient``, … with rows left empty."""

    _row = CopyRow()

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[dict[str, Any]]:
        if isinstance(value, list):
            rows = {str(index): row for index, row in enumerate(value)}
        elif isinstance(value, dict):
            rows = {key: value[key] for key in sorted(value, key=lambda key: (len(key), key))}
        else:
            raise ValidationError("Tulis paling sedikit satu salinan.")
        return self._loaded(rows)

    def _loaded(self, rows: dict[str, Any]) -> list[dict[str, Any]]:
        if not rows:
            raise ValidationError("Tulis paling sedikit satu salinan.")
        if len(rows) > MOST_COPIES:
            raise ValidationError(f"Paling banyak {MOST_COPIES} salinan.")
        loaded, errors = [], {}
        for key, row in rows.items():
            try:
                loaded.append(self._row.load(row))
            except ValidationError as error:
                errors[key] = error.messages
        if errors:
            raise ValidationError(errors)
        return loaded


class CopiesSchema(Versioned):
    """Step 16d: the copies to make, each with purpose and recipient."""

    copies = Copies(required=True, error_messages={"required": "Tulis paling sedikit satu salinan."})


def _correctable(maximum: int) -> Text:
    length = validate.Length(max=maximum, error=f"Paling banyak {maximum} huruf.")
    return Text(validate=length, metadata={"description": "left out: stays as it is"})


class CorrectEntrySchema(Schema):
    """A correction in the register book: only what differs is given."""

    reason = required_text(300, 5, "Tulis alasan pembetulan, paling sedikit 5 huruf.")
    applicant_name = _correctable(200)
    village = _correctable(100)
    service = _correctable(200)
    summary = _correctable(500)
    officer = _correctable(200)
    finished_on = LocalDate()
    result = _correctable(500)
    note = _correctable(500)


class LettersQuery(Schema):
    """Which letters to list."""

    case_no = optional_text(40)
    state = fields.String(load_default="", validate=validate.OneOf(["", *map(str, State)]))
    after = optional_text(120)


class RegisterQuery(Schema):
    """Which rows of the register book to list."""

    year = fields.Integer(load_default=None, validate=validate.Range(2000, 2999))
    month = fields.Integer(load_default=None, validate=validate.Range(1, 12))
    q = optional_text(100)
    after = fields.Integer(load_default=None)


class ArchiveQuery(Schema):
    """Which ended cases to list."""

    state = fields.String(load_default="", validate=validate.OneOf(["", *map(str, CaseState)]))
    q = optional_text(60)
    after = optional_text(120)


class AcknowledgeSchema(Schema):
    """What is being done about an incident."""

    acknowledgement = required_text(300, 5, "Tulis apa yang dilakukan, paling sedikit 5 huruf.")


class IncidentsQuery(Schema):
    """Which incidents to list."""

    after = fields.Integer(load_default=None)


class ReasonSchema(Versioned):
    """A verb that needs a reason."""

    reason = text("Alasan", 300, 5, short="Tulis alasannya, paling sedikit 5 huruf.", rows=2)


class TakeOffSchema(ReasonSchema):
    """Take an archive off the list."""

    case_no = choice("Arsip", "items")


class AppraiseSchema(ReasonSchema):
    """What becomes of an archive that the schedule leaves open."""

    fate = fields.String(
        required=True,
        validate=validate.OneOf([DESTROY, PERMANENT], error="Pilih Musnah atau Permanen."),
        error_messages=REQUIRED,
    )


class DestroySchema(Versioned):
    """The registrar's last word before archives are destroyed."""

    first_witness = text("Saksi pertama", 100, 3, short="Tulis nama saksi.", width=6)
    second_witness = text("Saksi kedua", 100, 3, short="Tulis nama saksi.", width=6)
    confirmation = text("Ketik MUSNAHKAN", 20, width=6, attributes={"autocomplete": "off"})


class OpenSchema(Schema):
    """Why somebody opens the package of a case."""

    reason = required_text(300, 5, "Tulis alasannya, paling sedikit 5 huruf.")


class ExportSchema(Schema):
    """For whom and for what a whole case leaves the office."""

    recipient = required_text(150, 3, "Tulis kepada siapa berkas diserahkan.")
    reason = required_text(300, 5, "Tulis dasarnya, misalnya nomor surat permintaan.")
