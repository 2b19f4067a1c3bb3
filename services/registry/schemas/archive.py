"""Ended cases and their packages: what forms and API take, and what the API gives."""

from __future__ import annotations

from marshmallow import Schema, fields

from services.registry.rules.retention import DESTROY, PERMANENT
from services.registry.schemas.incidents import IncidentSchema
from services.registry.states import CASE_STATE_LABELS
from services.registry.tables import ArchiveCase, MistakenOpening
from services.shared.answers import anything, many, shows
from services.shared.fields import Text, Versioned, choice, text

SUMMARY = ("case_no", "state", "version", "outcome", "ended_at", "parts", "archive_no", "archived_at")
WHOLE = (
    "revision", "contents", "security", "classification", "active_until", "inactive_until", "fate", "hold_reason",
    "destroyed_at",
)  # fmt: skip


def _reason() -> Text:
    return text("Alasan", 300, 5, short="Tulis alasannya, paling sedikit 5 huruf.", rows=2)


class ReasonSchema(Versioned):
    """A verb that needs a reason."""

    reason = _reason()


class AppraiseSchema(Versioned):
    """What becomes of an archive that the schedule leaves open."""

    fate = choice(
        "Nasib akhir",
        {DESTROY: DESTROY, PERMANENT: PERMANENT},
        wrong="Pilih Musnah atau Permanen.",
        ask="radios",
        inline=True,
    )
    reason = _reason()


class OpenSchema(Schema):
    """Why somebody opens the package of a case."""

    reason = _reason()


class ExportSchema(Schema):
    """For whom and for what a whole case leaves the office."""

    recipient = text(
        "Diserahkan kepada",
        150,
        3,
        short="Tulis kepada siapa berkas diserahkan.",
        hint="Contoh: Pengadilan Negeri Amurang",
    )
    reason = text(
        "Dasar",
        300,
        5,
        short="Tulis dasarnya, misalnya nomor surat permintaan.",
        hint="Nomor dan tanggal surat permintaan",
        rows=2,
    )


class ArchiveQuery(Schema):
    """Which ended cases to list."""

    q = text("Cari nomor pengaduan atau arsip", 60, optional=True, must=None, kind="search", width=4)
    state = choice("Status", {"": "Semua", **CASE_STATE_LABELS}, default="", must=None, blank=False, width=3)
    after = text("Halaman berikut", 120, optional=True)


@shows(ArchiveCase, *SUMMARY)
class ArchiveSummary(Schema):
    """An ended case on its way into the archive."""

    missing = fields.List(fields.String(), metadata={"description": "parts that have not arrived"})
    open_letters = fields.Integer(metadata={"description": "letters of the case that are still in step 16"})
    open_incidents = fields.Integer()


class PackageShown(Schema):
    """The package as it lies in the store."""

    sha256 = fields.String()
    size = fields.Integer(metadata={"description": "bytes of the zip"})


class LoanShown(Schema):
    """Who has the paper."""

    taken_by = fields.String()
    unit = fields.String()
    purpose = fields.String()
    due_on = fields.Date()


class PaperShown(Schema):
    """Where the paper lies."""

    folder = fields.String()
    box = fields.String()
    shelf = fields.String()
    note = fields.String()
    loan = fields.Nested(LoanShown, allow_none=True)


@shows(ArchiveCase, *WHOLE, notes={"hold_reason": "a legal hold, while it is not empty"})
class ArchiveSchema(ArchiveSummary):
    """An ended case with its package, retention and incidents."""

    package = fields.Nested(PackageShown, allow_none=True)
    contents = fields.List(fields.Dict(keys=fields.String(), values=anything()), allow_none=True)
    incidents = many(IncidentSchema)
    paper = fields.Nested(PaperShown, allow_none=True)


@shows(MistakenOpening, "case_no", "opened_at", "cancelled_at", "cancelled_by", "reason")
class MistakenAnswer(Schema):
    """A number that has no case, and why."""


class ArchiveList(Schema):
    """One page of ended cases, and the cursor of the next."""

    cases = many(ArchiveSummary)
    mistaken = many(MistakenAnswer)
    after = fields.String(allow_none=True)
