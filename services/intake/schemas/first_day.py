"""The first day: the word that opens the office, and how far it is."""

from __future__ import annotations

from marshmallow import Schema, fields

from services.intake.tables.first_day import PaperImport
from services.shared.answers import many, shows
from services.shared.fields import Versioned, number


class AskOpenSchema(Versioned):
    """Where the paper book ended."""

    last_number = number(
        "Nomor terakhir buku permohonan kertas tahun ini",
        0,
        100_000,
        hint="Nomor berikutnya dilanjutkan dari sini. Tulis 0 bila buku kertas tidak ada.",
        width=6,
    )


@shows(PaperImport, "id", "kind", "file_name", "cases", "loaded_at", "loaded_by_name")
class ImportAnswer(Schema):
    """A spreadsheet that waits."""


class FirstDayAnswer(Schema):
    """How far the first day is."""

    version = fields.Integer(metadata={"description": "of what is asked and confirmed; 0 while nobody asked"})
    imports = many(ImportAnswer)
    asked_by_name = fields.String(allow_none=True)
    last_number = fields.Integer(allow_none=True)
    clear_asked_by_name = fields.String(allow_none=True)
    clear_confirmed_by_name = fields.String(allow_none=True)
    clear_version = fields.Integer(metadata={"description": "of the wish to empty practice"})
    cleared_at = fields.AwareDateTime(allow_none=True)
    opened_at = fields.AwareDateTime(allow_none=True)
    rows = fields.Integer(metadata={"description": "rows of the paper books that wait to come in"})
    cases = fields.Integer(metadata={"description": "cases that wait to come in"})
