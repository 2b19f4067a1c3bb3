"""What the pages about a person's own data take (UU 27/2022)."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from services.intake.schemas.applicant import PHONE
from services.shared.fields import REQUIRED, LocalDate, Text
from services.shared.web.forms import optional_text, required_text

REASON = 300  # characters


class AskedSchema(Schema):
    """Whose data, and why they are asked for: ``asked`` is a NIK or a case number."""

    asked = required_text(40)
    reason = required_text(REASON, 5)


class NumbersSchema(Schema):
    """Cases of one person."""

    case_no = fields.List(Text(validate=validate.Length(max=40)), required=True, validate=validate.Length(1, 200))
    reason = required_text(REASON, 5)


class CorrectedSchema(Schema):
    """The applicant's data as they should be; an empty NIK leaves it as it is."""

    name = required_text(120, 2)
    nik = optional_text(40)
    nik_note = optional_text(300)
    village = Text(required=True, error_messages=REQUIRED)
    village_other = optional_text(120)
    address = required_text(300, 3)
    phone = Text(load_default="", validate=PHONE)
    gender = Text(load_default="", validate=validate.OneOf(["", "male", "female"], error="Pilih dari daftar."))
    birth_date = LocalDate(load_default=None, allow_none=True)


class CorrectSchema(Schema):
    """A correction, with who asked for it and what it rests on."""

    applicant = fields.Nested(CorrectedSchema, required=True)
    reason = required_text(REASON, 5)
    version = fields.Integer(load_default=None, allow_none=True)
