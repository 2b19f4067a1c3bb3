"""Letters in step 16: what forms and API take, and what the API gives."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields

from services.registry.rules.letters import MOST_COPIES
from services.registry.states import STATE_LABELS
from services.registry.tables import ArchiveItem, Letter, LetterCopy
from services.shared.answers import many, shows
from services.shared.fields import Versioned, choice, text

NO_COPY = "Tulis paling sedikit satu salinan."
SUMMARY = (
    "id", "case_no", "kind", "step", "subject", "to_applicant", "confidential", "state", "version", "number", "dated",
    "signed_at", "moved_at",
)  # fmt: skip
WHOLE = ("classification", "sensitivity", "void_reason", "sealed_at")
COPY = ("no", "purpose", "recipient", "sha256", "size", "made_at", "made_by")


class CopyRow(Schema):
    """One copy (16d)."""

    purpose = text("Tujuan", 100, width=6, must=None)
    recipient = text("Penerima", 150, width=6, must=None)


class Copies(fields.Field[list[dict[str, Any]]]):
    """A list of copies; a form gives it as ``copies.0.purpose``, ``copies.0.recipient``, … with rows left empty."""

    row = CopyRow()

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[dict[str, Any]]:
        rows = {str(index): row for index, row in enumerate(value)} if isinstance(value, list) else value
        if not rows or not isinstance(rows, dict):
            raise ValidationError(NO_COPY)
        if len(rows) > MOST_COPIES:
            raise ValidationError(f"Paling banyak {MOST_COPIES} salinan.")
        loaded, errors = [], {}
        for key in sorted(rows, key=lambda key: (len(key), key)):
            try:
                loaded.append(self.row.load(rows[key]))
            except ValidationError as error:
                errors[key] = error.messages
        if errors:
            raise ValidationError(errors)
        return loaded


class CopiesSchema(Versioned):
    """Step 16d: the copies to make, each with purpose and recipient."""

    copies = Copies(required=True, error_messages={"required": NO_COPY})


class LettersQuery(Schema):
    """Which letters to list."""

    case_no = text("Nomor pengaduan", 40, optional=True)
    state = choice("Keadaan", {"": "Semua", **STATE_LABELS}, default="")
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

    recipient = fields.String(metadata={"description": "masked for a confidential case"})


@shows(Letter, *WHOLE)
class LetterSchema(LetterSummary):
    """A letter with its hashes, copies, book row, archive item and the verdict on its sealed file."""

    sha256s = fields.Dict(keys=fields.String(), values=fields.String(allow_none=True))
    copies = many(CopyShown)
    register_entry = fields.Dict(allow_none=True, metadata={"description": "serial, year, position of its valid row"})
    archive_item = fields.Nested(ItemShown, allow_none=True)
    verdict = fields.Nested(VerdictSchema, allow_none=True)
    verbs = fields.List(fields.String(), metadata={"description": "what the signed-in person may do now"})


class LetterList(Schema):
    """One page of letters, and the cursor of the next."""

    letters = many(LetterSummary)
    after = fields.String(allow_none=True)
