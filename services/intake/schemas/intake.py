"""The complaint form and the opening, as pages and API load them (steps 1 to 3)."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from services.intake.rules.notices import NOTICE_CHANNELS
from services.shared.fields import REQUIRED, LocalDate, Text
from services.shared.web.forms import optional_text, required_text

PHONE = validate.Regexp(
    r"^(\+?[0-9][0-9 ().-]{6,19})?$", error="Tulis nomor telepon dengan angka, misalnya 081234567890."
)
LONG = 10_000  # characters of a field in a draft; whole forms have their own limit in the web factory


def _choice(options: Any, message: str) -> validate.OneOf:
    return validate.OneOf(list(options), error=message)


class OpenSchema(Schema):
    """Step 1: what the visitor wants."""

    purpose = required_text(300, 3)
    visitor = optional_text(120)
    nik = optional_text(40)
    override_reason = Text(
        load_default="",
        validate=validate.Length(max=300),
        metadata={"description": "compulsory on a day when the desk is closed"},
    )
    request_id = fields.UUID(
        load_default=None,
        allow_none=True,
        metadata={"description": "an id of the caller's own: the same id opens only one complaint"},
    )


class ApplicantSchema(Schema):
    """Who complains (P2)."""

    name = required_text(120, 2)
    nik = Text(load_default="", validate=validate.Length(max=40), metadata={"description": "compulsory if readable"})
    nik_unreadable = fields.Boolean(
        load_default=False, metadata={"description": "the card cannot be read: no NIK, but a note why"}
    )
    nik_note = optional_text(300)
    village = Text(
        required=True, error_messages=REQUIRED, metadata={"description": "a code of office.toml, or 'other'"}
    )
    village_other = optional_text(120)
    address = required_text(300, 3)
    phone = Text(load_default="", validate=PHONE)
    email = optional_text(200)
    gender = Text(load_default="", validate=_choice(("", "male", "female"), "Pilih dari daftar."))
    birth_date = LocalDate(load_default=None, allow_none=True)
    confidential = fields.Boolean(load_default=False)
    notice_channel = Text(load_default="", validate=_choice(("", *NOTICE_CHANNELS), "Pilih dari daftar."))

    @validates_schema(skip_on_field_errors=False)
    def _number(self, data: dict[str, Any], **_: Any) -> None:
        if not data.get("nik") and not data.get("nik_unreadable"):
            raise ValidationError("Wajib diisi.", "nik")

    @post_load
    def _channel(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Who chose no channel gets no message: a clerk tells it."""
        data["notice_channel"] = data["notice_channel"] or "none"
        return data


class ComplaintFormSchema(Schema):
    """What happened (step 3)."""

    title = required_text(150, 5)
    category = Text(required=True, error_messages=REQUIRED, metadata={"description": "a code of office.toml"})
    story = required_text(8000, 30, "Uraikan paling sedikit 30 huruf: apa, siapa, kapan, di mana.")
    place = required_text(300, 3)
    occurred_on = LocalDate(required=True, error_messages=REQUIRED)
    occurred_time = required_text(60)
    request = required_text(2000, 3)
    loss = optional_text(1000)


class ReportedOfficialSchema(Schema):
    """The official who is reported (P4): the three parts are compulsory, position or address suffices."""

    name = required_text(150)
    position = optional_text(150)
    address = optional_text(300)
    act = required_text(3000, 10, "Tulis perbuatannya, paling sedikit 10 huruf.")
    statement = required_text(5000, 10, "Tulis fakta, data, atau petunjuknya, paling sedikit 10 huruf.")

    @validates_schema(skip_on_field_errors=False)
    def _reachable(self, data: dict[str, Any], **_: Any) -> None:
        if not data.get("position") and not data.get("address"):
            raise ValidationError("Isi jabatan, alamat, atau keduanya.", "position")


class VersionSchema(Schema):
    """Every verb names the version of the complaint that the person saw."""

    version = fields.Integer(
        required=True,
        strict=False,
        error_messages={"required": "Versi data tidak disebut.", "invalid": "Versi data tidak terbaca."},
        metadata={"description": "the complaint's version as last read (optimistic lock)"},
    )


class SubmitFormSchema(VersionSchema):
    """Step 3: the whole form; ``reported_official`` is null where nobody is reported."""

    applicant = fields.Nested(ApplicantSchema, required=True, error_messages=REQUIRED)
    complaint = fields.Nested(ComplaintFormSchema, required=True, error_messages=REQUIRED)
    reported_official = fields.Nested(ReportedOfficialSchema, load_default=None, allow_none=True)


class DraftSchema(VersionSchema):
    """Step 3: the form as far as it is typed; nothing is compulsory and nothing is checked but lengths."""

    page = Text(load_default="", metadata={"description": "an id of the window in which the form is open"})
    applicant = fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True), load_default=dict)
    complaint = fields.Dict(keys=fields.String(), values=fields.Raw(allow_none=True), load_default=dict)
    reported_official = fields.Dict(
        keys=fields.String(), values=fields.Raw(allow_none=True), load_default=None, allow_none=True
    )

    @post_load
    def _known(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Only fields of the form, as texts."""
        parts = {"applicant": ApplicantSchema, "complaint": ComplaintFormSchema}
        for part, schema in {**parts, "reported_official": ReportedOfficialSchema}.items():
            known = schema().fields
            given = data[part]
            data[part] = given and {
                name: str(value)[:LONG] for name, value in given.items() if name in known and value is not None
            }
        return data


class UseDataSchema(VersionSchema):
    """Take the applicant's data from an earlier complaint of the same NIK."""

    case_no = required_text(40)


class ReasonSchema(Schema):
    """Why the full NIK has to be seen."""

    reason = required_text(300, 5)


class NikSchema(Schema):
    """A NIK to look for; in the body, never in an address."""

    nik = required_text(40)
