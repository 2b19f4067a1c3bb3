"""The agenda of outgoing letters: what forms and API take and give."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, missing, validate

from services.registry.rules.agenda import GRADES, HELD, MOST_OF_BLOCK, SOURCES
from services.registry.tables import AgendaEntry, AgendaNumber, NumberBlock, ReservedNumber
from services.shared.answers import many, shows
from services.shared.fields import Versioned, also_said, choice, day, hidden, number, text

_KEY = {"ask": "hidden", "description": "of this very request: sent twice, it is done once"}
_NUMBERS = ("number", "year", "serial", "dated", "source", "state", "classification")


def _classification() -> fields.Field[Any]:
    return choice("Kode klasifikasi", "classifications", shown="classifications", blank=False)


def _number(**asked: Any) -> fields.Field[Any]:
    hint = "Persis seperti diberikan SRIKANDI atau sekretariat."
    return text("Nomor surat", 50, hint=hint, on_paper=True, width=6, **asked)


class AgendaQuery(Schema):
    """Which lines of the agenda to list."""

    year = fields.Integer(load_default=None, validate=validate.Range(2000, 2999))
    month = fields.Integer(load_default=None, validate=validate.Range(1, 12))
    q = text("Cari nomor, hal, atau tujuan", 100, optional=True)
    source = choice("Asal nomor", {"": "Semua", **SOURCES}, default="")
    state = choice("Status", {"": "Semua", **HELD}, default="")
    after = fields.Integer(load_default=None)


class Facts(Schema):
    """What the book says of another letter of the office."""

    subject = text("Hal", 300, width=12)
    recipient = text("Kepada", 200, width=6)
    signer_title = text("Jabatan penanda tangan", 150, width=6)
    security = choice("Keamanan", GRADES, default="biasa", blank=False, must=None, width=4)
    retention = choice("Retensi", "retention", shown="retention", default="ordinary", blank=False, must=None, width=4)
    note = text("Keterangan", 300, optional=True, width=12)


class Keyed(Schema):
    """A form that books once, however often it is sent."""

    key = hidden(fields.UUID, required=False, load_default=None, allow_none=True, metadata=_KEY)


class Coded(Schema):
    """The classification of a number."""

    classification = _classification()


class Outside(Schema):
    """A number and date that were given elsewhere."""

    number = _number()
    dated = day("Tanggal surat")


# The last base's fields are asked first.
class BookLetterSchema(Facts, Coded, Keyed):
    """Another letter of the office gets the next number."""


class ReserveNumbersSchema(Keyed):
    """The next numbers, for letters that are still being written."""

    classification = _classification()
    count = number("Banyaknya", 1, 20, width=3)
    note = text("Untuk", 300, optional=True, hint="Surat apa yang sedang disusun.", width=12)


class RecordOutsideSchema(Facts, Coded, Outside, Keyed):
    """A number that was given elsewhere."""


class TypeNumberSchema(Outside, Versioned):
    """Step 16b: the number that SRIKANDI or the secretariat gave this letter, and its date."""


class AnswerRequestSchema(Schema):
    """The number of a letter that waits for it; without one the next of the office's own, or of its block."""

    number = _number(optional=True)
    dated = day("Tanggal surat", optional=True)


class ChooseClassificationSchema(Versioned):
    """Before step 16b: the letter's classification."""

    classification = _classification()


class UseNumberSchema(Versioned, Facts):
    """A reserved number is this letter's."""


class CancelNumberSchema(Versioned):
    """Why a number is not used."""

    reason = text("Alasan", 300, 5, short="Tulis alasannya, paling sedikit 5 huruf.", rows=2)


def _left_out(field: fields.Field[Any]) -> fields.Field[Any]:
    """Where it is left out, the line stays as it is."""
    field.load_default, field.allow_none, field.required = missing, False, False
    also_said(field, description="left out: stays as it is", must=None)
    return field


class CorrectLineSchema(Versioned):
    """A correction in the agenda: only what differs is given."""

    reason = text("Alasan pembetulan", 300, 5, short="Tulis alasan pembetulan, paling sedikit 5 huruf.", rows=2)
    number = _left_out(_number(optional=True))
    dated = _left_out(day("Tanggal surat", optional=True))
    classification = _left_out(choice("Kode klasifikasi", "classifications", default="", blank=False))
    subject = _left_out(text("Hal", 300, optional=True))
    recipient = _left_out(text("Kepada", 200, optional=True, width=6))
    signer_title = _left_out(text("Jabatan penanda tangan", 150, optional=True, width=6))
    security = _left_out(choice("Keamanan", GRADES, default="", blank=False, width=4))
    retention = _left_out(choice("Retensi", "retention", default="", blank=False, width=4))
    note = _left_out(text("Keterangan", 300, optional=True))


class ImportBlockSchema(Schema):
    """A range of running numbers that the secretariat allotted, both ends included."""

    year = number("Tahun nomor", 2000, 2999, width=3)
    first = number("Nomor awal", 1, 999_999, width=3)
    last = number("Nomor akhir", 1, 999_999, width=3, hint=f"Paling banyak {MOST_OF_BLOCK} nomor sekali catat.")
    allotted_by = text("Diberikan oleh", 200, hint="Misalnya surat sekretariat nomor dan tanggal berapa.")


class AddClassificationSchema(Schema):
    """A classification code that the office's list lacks."""

    code = text("Kode", 20, width=4, hint="Permendagri 83/2022; periksa dengan kabupaten.")
    label = text("Arti kode", 150, width=8)


@shows(AgendaNumber, "id", *_NUMBERS, "case_no", "letter_id")
class LineSchema(Schema):
    """A number in the agenda, with what its valid line says."""

    version = fields.Integer(metadata={"description": "position of the valid line in the book"})
    subject = fields.String()
    recipient = fields.String(metadata={"description": "masked where it tells who the hidden applicant is"})
    security = fields.String()
    retention = fields.String(metadata={"description": "a row of the office's retention schedule"})
    signer_title = fields.String()
    note = fields.String()
    entered_on = fields.Date()
    entered_by = fields.String()
    sha256 = fields.String(metadata={"description": "of the sealed file; empty where Sigap has none"})
    file_name = fields.String(metadata={"description": "of the sealed file; empty where Sigap has none"})


@shows(AgendaEntry, "position", "number", "dated", "state", "entered_on", "entered_by", "reason", "hash")
class HistorySchema(Schema):
    """A line of a number as it was written."""


class LineWhole(LineSchema):
    """A number with all its lines, the first one first."""

    history = many(HistorySchema)


class LineList(Schema):
    """One page of the agenda, and the number to go on after."""

    lines = many(LineSchema)
    after = fields.Integer(allow_none=True)


@shows(NumberBlock, "year", "first", "last", "allotted_by")
class BlockSchema(Schema):
    """A range of the secretariat."""


@shows(ReservedNumber, "letter_id", "number", "dated")
class AnsweredSchema(Schema):
    """The number that a letter gets before its signature."""


class ClassificationSchema(Schema):
    """A classification code."""

    code = fields.String()
    label = fields.String()
