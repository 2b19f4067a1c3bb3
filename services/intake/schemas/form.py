"""The complaint form (step 3), as pages and API load it: whole, or as far as it is typed."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, pre_load, validates_schema

from services.intake.schemas.applicant import ApplicantSchema
from services.shared.fields import REQUIRED, Text, Versioned, choice, day, flag, text

LONG = 10_000  # characters of a field in a draft; whole forms have their own limit in the web factory
Raw: Any = {"keys": fields.String(), "values": fields.Raw(allow_none=True)}


class ComplaintFormSchema(Schema):
    """What happened (step 3)."""

    title = text("Pokok pengaduan", 150, 5, hint="Satu kalimat pendek, misalnya: Ternak lepas merusak tanaman")
    category = choice("Jenis pengaduan", "categories", description="a code of office.toml")
    place = text("Tempat kejadian", 300, 3, hint="Sejelas mungkin, dengan nama desa", width=6)
    occurred_on = day("Tanggal kejadian")
    occurred_time = text("Waktu kejadian", 60, hint="Misalnya 20.00, atau: malam hari. Perkiraan boleh", width=6)
    story = text(
        "Uraian kejadian",
        8000,
        30,
        short="Uraikan paling sedikit 30 huruf: apa, siapa, kapan, di mana.",
        hint="Apa yang terjadi, siapa yang terlibat, kapan dan di mana. Paling sedikit 30 huruf.",
        rows=7,
    )
    request = text("Permintaan pemohon", 2000, 3, hint="Penyelesaian yang diharapkan", rows=3)
    loss = text("Kerugian", 1000, optional=True, rows=2)


class ReportedOfficialSchema(Schema):
    """The official who is reported (P4): the three parts are compulsory, position or address suffices."""

    name = text("Nama terlapor", 150)
    position = text("Jabatan", 150, optional=True, must=None, hint="Isi jabatan, alamat, atau keduanya", width=6)
    address = text("Alamat", 300, optional=True, must=None, width=6)
    act = text(
        "Perbuatan yang diduga melanggar aturan",
        3000,
        10,
        short="Tulis perbuatannya, paling sedikit 10 huruf.",
        rows=3,
    )
    statement = text(
        "Keterangan: fakta, data, atau petunjuk",
        5000,
        10,
        short="Tulis fakta, data, atau petunjuknya, paling sedikit 10 huruf.",
        rows=3,
    )

    @validates_schema(skip_on_field_errors=False)
    def _reachable(self, data: dict[str, Any], **_: Any) -> None:
        if not data.get("position") and not data.get("address"):
            raise ValidationError("Isi jabatan, alamat, atau keduanya.", "position")


PARTS: dict[str, type[Schema]] = {
    "applicant": ApplicantSchema,
    "complaint": ComplaintFormSchema,
    "reported_official": ReportedOfficialSchema,
}


class SubmitFormSchema(Versioned):
    """Step 3: the whole form; ``reported_official`` is null where nobody is reported."""

    applicant = fields.Nested(ApplicantSchema, required=True, error_messages=REQUIRED)
    complaint = fields.Nested(ComplaintFormSchema, required=True, error_messages=REQUIRED)
    reported_official = fields.Nested(ReportedOfficialSchema, load_default=None, allow_none=True)

    @post_load
    def _packed(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"version": data["version"], "form": {part: data[part] for part in PARTS}}


class DraftSchema(Versioned):
    """Step 3: the form as far as it is typed; nothing is compulsory and nothing is checked but lengths."""

    page = Text(load_default="", metadata={"description": "an id of the window in which the form is open"})
    applicant = fields.Dict(**Raw, load_default=dict)
    complaint = fields.Dict(**Raw, load_default=dict)
    reported_official = fields.Dict(**Raw, load_default=None, allow_none=True)

    @post_load
    def _packed(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {"version": data["version"], "form": {"page": data["page"]} | {p: _known(p, data[p]) for p in PARTS}}


def _known(part: str, given: dict[str, Any] | None) -> dict[str, Any] | None:
    """Only fields of the form, as texts."""
    known = PARTS[part]().fields
    texts = {name: str(value)[:LONG] for name, value in (given or {}).items() if name in known and value is not None}
    return given and texts


class Typed(Schema):
    """The form as the page posts it: a tick for 'an official is reported', and parts in which nothing was typed."""

    has_official = flag(
        "Ada oknum (aparat atau pejabat) yang dilaporkan",
        hint="Bila dicentang, ketiga bagian di bawah ini wajib diisi.",
    )

    @pre_load
    def _parts(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Each part is there, so that each of its fields says what it needs; the official only where it is ticked."""
        whole = {"applicant": {}, "complaint": {}, "reported_official": {}} | data
        if data.get("has_official") != "true":
            whole.pop("reported_official")
        return whole


class TypedForm(Typed, SubmitFormSchema):
    """The whole form of the page."""


class TypedDraft(Typed, DraftSchema):
    """The page's form as far as it is typed."""


class UseDataSchema(Versioned):
    """Take the applicant's data from an earlier complaint of the same NIK."""

    case_no = text("Pengaduan terdahulu", 40)
