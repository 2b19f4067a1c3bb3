"""The complaint form (step 3), as pages and API load it: whole, or as far as it is typed."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, pre_load, validate, validates_schema

from services.intake.rules.cases import LONGEST_STORY
from services.intake.rules.reported import KINDS, MOST
from services.intake.schemas.applicant import ApplicantSchema
from services.intake.schemas.represented import RepresentedSchema
from services.intake.schemas.witnesses import MOST as MOST_WITNESSES
from services.intake.schemas.witnesses import WitnessSchema
from services.shared.answers import anything
from services.shared.fields import REQUIRED, Text, Versioned, choice, day, flag, person_name, text

LONG = 10_000  # characters of a field in a draft; whole forms have their own limit in the web factory
LEAST = 10  # letters of what is said of an official
LONGEST_PLACE = 5  # digits of a place in a list, and one more
NEEDED = {
    "act": "Tulis perbuatannya, paling sedikit 10 huruf.",
    "statement": "Tulis fakta, data, atau petunjuknya, paling sedikit 10 huruf.",
}
Raw: Any = {"keys": fields.String(), "values": anything()}


class ComplaintFormSchema(Schema):
    """What happened (step 3)."""

    title = text("Perihal", 150, 5, hint="Satu kalimat pendek, misalnya: Ternak lepas merusak tanaman")
    category = choice("Jenis pengaduan", "categories", description="a code of office.toml")
    place = text("Tempat kejadian", 300, 3, hint="Sejelas mungkin, dengan nama {desa}", width=6)
    village = choice(
        "{Desa} kejadian",
        "incident_villages",
        default="",
        must=False,
        blank="Tidak dipilih",
        description="a code of office.toml; its name is added to the place",
    )
    occurred_on = day("Tanggal kejadian")
    occurred_time = text("Waktu kejadian", 60, hint="Misalnya 20.00, atau: malam hari. Perkiraan boleh", width=6)
    story = text(
        "Uraian kejadian",
        LONGEST_STORY,
        30,
        short="Uraikan paling sedikit 30 huruf: apa, siapa, kapan, di mana.",
        hint="Apa yang terjadi, siapa yang terlibat, kapan dan di mana. Paling sedikit 30 huruf.",
        rows=4,
    )
    request = text("Permohonan penyelesaian", 2000, 3, hint="Penyelesaian yang diharapkan", rows=2)
    loss = text("Kerugian", 1000, optional=True, rows=2)


class ReportedOfficialSchema(Schema):
    """The official who is reported (P4): the three parts are compulsory, position or address suffices."""

    name = person_name("Nama terlapor")
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


class ReportedPersonSchema(Schema):
    """One of those who are reported (P4): at least one of name, position and address, or that none is known.

    Of an official also the act and a statement, each with at least ten letters.
    """

    kind = choice("Terlapor adalah", KINDS, default="official", ask="radios", inline=True, must=None)
    unidentified = flag("Belum diketahui siapa orangnya")
    name = person_name("Nama terlapor", optional=True, must=None, hint="Isi nama, jabatan, atau alamat: yang diketahui")
    position = text("Jabatan atau pekerjaan", 150, optional=True, must=None, width=6)
    address = text("Alamat", 300, optional=True, must=None, width=6)
    act = text(
        "Perbuatan yang diduga melanggar aturan", 3000, optional=True, must=None, rows=3, hint="Wajib untuk oknum"
    )
    statement = text(
        "Keterangan: fakta, data, atau petunjuk", 5000, optional=True, must=None, rows=3, hint="Wajib untuk oknum"
    )

    @validates_schema(skip_on_field_errors=False)
    def _enough(self, data: dict[str, Any], **_: Any) -> None:
        wrong = {}
        if not (data.get("unidentified") or data.get("name") or data.get("position") or data.get("address")):
            wrong["name"] = ["Isi nama, jabatan, atau alamat; atau centang bahwa orangnya belum diketahui."]
        if data.get("kind", "official") == "official":
            wrong |= {name: [said] for name, said in NEEDED.items() if len(data.get(name, "")) < LEAST}
        if wrong:
            raise ValidationError(wrong)


TICKS = {"reported_persons": "has_reported", "witnesses": "has_witnesses"}  # of the page: whether there are any
REPRESENTED = "represented"
PARTS: dict[str, type[Schema]] = {
    "applicant": ApplicantSchema,
    REPRESENTED: RepresentedSchema,
    "complaint": ComplaintFormSchema,
}
PERSONS, WITNESSES = "reported_persons", "witnesses"


class SubmitFormSchema(Versioned):
    """Step 3: the whole form; ``reported_persons`` is empty where nobody is reported.

    ``represented`` is for whom the applicant complains who acts for another.

    ``reported_official`` is for programs of before there was a list: it is the list's one person.
    """

    applicant = fields.Nested(ApplicantSchema, required=True, error_messages=REQUIRED)
    represented = fields.Nested(RepresentedSchema, load_default=None, allow_none=True)
    complaint = fields.Nested(ComplaintFormSchema, required=True, error_messages=REQUIRED)
    reported_official = fields.Nested(ReportedOfficialSchema, load_default=None, allow_none=True)
    reported_persons = fields.List(
        fields.Nested(ReportedPersonSchema),
        load_default=list,
        validate=validate.Length(max=MOST, error=f"Paling banyak {MOST} terlapor."),
    )
    witnesses = fields.List(
        fields.Nested(WitnessSchema),
        load_default=list,
        validate=validate.Length(max=MOST_WITNESSES, error=f"Paling banyak {MOST_WITNESSES} saksi."),
    )

    @post_load
    def _packed(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        one = data["reported_official"]
        persons = data[PERSONS] or ([{"kind": "official", "unidentified": False} | one] if one else [])
        form = {part: data[part] for part in PARTS} | {PERSONS: persons, WITNESSES: data[WITNESSES]}
        return {"version": data["version"], "form": form}


class DraftSchema(Versioned):
    """Step 3: the form as far as it is typed; nothing is compulsory and nothing is checked but lengths."""

    page = Text(load_default="", metadata={"description": "an id of the window in which the form is open"})
    applicant = fields.Dict(**Raw, load_default=dict)
    represented = fields.Dict(**Raw, load_default=None, allow_none=True)
    complaint = fields.Dict(**Raw, load_default=dict)
    reported_official = fields.Dict(**Raw, load_default=None, allow_none=True)
    reported_persons = fields.List(fields.Dict(**Raw), load_default=list, validate=validate.Length(max=MOST))
    witnesses = fields.List(fields.Dict(**Raw), load_default=list, validate=validate.Length(max=MOST_WITNESSES))

    @post_load
    def _packed(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        one = data["reported_official"]
        given = data[PERSONS] or ([one] if one is not None else [])
        form: dict[str, Any] = {"page": data["page"]} | {
            part: _known(schema, data[part]) for part, schema in PARTS.items() if data[part] is not None
        }
        form[PERSONS] = [_known(ReportedPersonSchema, one) for one in given]
        form[WITNESSES] = [_known(WitnessSchema, one) for one in data[WITNESSES]]
        return {"version": data["version"], "form": form}


def _known(schema: type[Schema], given: dict[str, Any]) -> dict[str, Any]:
    """Only fields of the form, as texts."""
    known = schema().fields
    return {name: str(value)[:LONG] for name, value in (given or {}).items() if name in known and value is not None}


def _numbered(typed: dict[str, Any]) -> list[dict[str, Any]]:
    """The places of a list in which something was typed, in their order; what is chosen beforehand is nothing typed."""
    placed = ((key, one) for key, one in typed.items() if key.isdecimal() and len(key) < LONGEST_PLACE)
    places = sorted(((int(key), one) for key, one in placed if isinstance(one, dict)), key=lambda place: place[0])
    return [one for _, one in places if {name for name, value in one.items() if value} - {"kind", "willing"}]


class Typed(Schema):
    """The form as the page posts it: a tick for 'somebody is reported', and parts in which nothing was typed."""

    has_represented = flag("Mengadu untuk orang lain", hint="Anak, ahli waris, pemberi kuasa, atau warga {desa}.")
    has_reported = flag(
        "Ada orang yang dilaporkan: oknum (aparat atau pejabat) atau warga",
        hint="Seorang petugas kantor ini yang dilaporkan tidak dapat lagi membuka pengaduan ini.",
    )
    has_witnesses = flag(
        "Ada saksi", hint="Petugas kantor ini yang menjadi saksi tidak dapat lagi membuka pengaduan ini."
    )

    @pre_load
    def _parts(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Each part is there, so that each of its fields says what it needs; the reported only where it is ticked."""
        whole = {"applicant": {}, "complaint": {}} | data
        for part, tick in TICKS.items():
            typed = whole.pop(part, {})
            if data.get(tick) == "true" and isinstance(typed, dict):
                whole[part] = _numbered(typed) or [{}]
        whole[REPRESENTED] = whole.get(REPRESENTED, {}) if data.get(f"has_{REPRESENTED}") == "true" else None
        return whole


class TypedForm(Typed, SubmitFormSchema):
    """The whole form of the page."""


class TypedDraft(Typed, DraftSchema):
    """The page's form as far as it is typed."""


class UseDataSchema(Versioned):
    """Take the applicant's data from an earlier complaint of the same NIK."""

    case_no = text("Pengaduan terdahulu", 40)
