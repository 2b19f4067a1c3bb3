"""What the pages about a person's own data take (UU 27/2022)."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from services.intake.schemas.applicant import ApplicantSchema
from services.intake.schemas.represented import RepresentedSchema
from services.shared.fields import Text, hidden, text

REASON = 300  # characters
SAME = ("name", "village", "village_other", "address", "phone", "gender", "birth_date")  # as in the complaint form

OF_OTHER = ("relation", "name", "birth_date", "gender", "address", "paper")  # likewise, of who is represented


class AskedSchema(Schema):
    """Whose data, and why they are asked for: ``asked`` is a NIK or a case number."""

    asked = text(
        "NIK atau nomor pengaduan",
        40,
        hint="16 angka NIK, atau nomor seperti PGD-2025-0417",
        width=6,
        attributes={"autocomplete": "off"},
    )
    reason = text(
        "Dasar permintaan",
        REASON,
        5,
        hint="Siapa yang meminta dan bagaimana dikenali. Tercatat dalam jejak audit",
        width=6,
    )


class NumbersSchema(Schema):
    """Cases of one person."""

    case_no = fields.List(Text(validate=validate.Length(max=40)), required=True, validate=validate.Length(1, 200))
    reason = text("Dasar permintaan", REASON, 5)


class NumberSchema(Schema):
    """The number as it should be; left empty it stays as it is."""

    nik = text("NIK", 40, optional=True, width=6, attributes={"inputmode": "numeric", "autocomplete": "off"})
    nik_note = text("Keterangan bila NIK tidak biasa", 300, optional=True)


class CorrectSchema(Schema):
    """A correction, with who asked for it and what it rests on."""

    applicant = fields.Nested(
        NumberSchema.from_dict({name: ApplicantSchema().fields[name] for name in SAME}, name="Corrected"), required=True
    )
    represented = fields.Nested(RepresentedSchema, load_default=None, allow_none=True)
    reason = text("Dasar permintaan", REASON, 5, hint="Siapa yang meminta, dan bukti apa yang ditunjukkan")
    version = hidden(fields.Integer, required=False, load_default=None, allow_none=True)
