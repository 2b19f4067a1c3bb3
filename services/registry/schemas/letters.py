"""Letters in step 16: which are asked for, and what the API gives."""

from __future__ import annotations

from marshmallow import Schema, fields

from services.registry.states import STATE_LABELS
from services.registry.tables import ArchiveItem, Letter, LetterCopy
from services.shared.answers import many, shows
from services.shared.fields import choice, text

SUMMARY = (
    "id", "case_no", "kind", "step", "subject", "to_applicant", "confidential", "state", "version", "number", "dated",
    "signed_at", "moved_at",
)  # fmt: skip
WHOLE = ("classification", "sensitivity", "void_reason", "sealed_at")
COPY = ("no", "purpose", "recipient", "sha256", "size", "made_at", "made_by")


class LettersQuery(Schema):
    """Which letters to list."""

    case_no = text("Nomor pengaduan", 40, optional=True)
    state = choice("Status", {"": "Semua", **STATE_LABELS}, default="")
    after = text("Halaman berikut", 120, optional=True)


class CheckSchema(Schema):
    """One condition of the verdict, in words."""

    name = fields.String()
    ok = fields.Boolean()
    explanation = fields.String()


class VerdictSchema(Schema):
    """Whether the sealed file is genuine: every condition, the register's row included."""

    genuine = fields.Boolean()
    checks = many(CheckSchema)


@shows(LetterCopy, *COPY, notes={"size": "bytes"})
class CopyShown(Schema):
    """A copy that was made."""


@shows(
    ArchiveItem,
    *("classification", "description", "security", "sha256", "active_until", "inactive_until", "fate", "archived_at"),
)
class ItemShown(Schema):
    """The letter's copy in the archive (16e)."""


@shows(Letter, *SUMMARY, notes={"step": "12b, 12c or 12d"})
class LetterSummary(Schema):
    """A letter in a list."""

    recipient = fields.String(metadata={"description": "masked where it tells who the hidden applicant is"})


@shows(Letter, *WHOLE)
class LetterSchema(LetterSummary):
    """A letter with its hashes, copies, book row, archive item and the verdict on its sealed file."""

    sha256s = fields.Dict(keys=fields.String(), values=fields.String(allow_none=True))
    copies = many(CopyShown)
    register_entry = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        allow_none=True,
        metadata={"description": "serial, year, position of its valid row"},
    )
    archive_item = fields.Nested(ItemShown, allow_none=True)
    verdict = fields.Nested(VerdictSchema, allow_none=True)
    verbs = fields.List(fields.String(), metadata={"description": "what the signed-in person may do now"})


class LetterList(Schema):
    """One page of letters, and the cursor of the next."""

    letters = many(LetterSummary)
    after = fields.String(allow_none=True)
