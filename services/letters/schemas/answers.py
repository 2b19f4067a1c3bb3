"""What the API gives."""

from __future__ import annotations

from marshmallow import Schema, fields

from services.letters.schemas.content import ContentSchema
from services.letters.schemas.given import CommentSchema
from services.letters.tables import Attachment, Correction, Draft, Letter
from services.shared.answers import anything, many, shows

_DRAFT = ("no", "sha256", "size", "pages", "submitted_at", "number")
_SUMMARY = ("id", "case_no", "kind", "step", "state", "version", "title", "confidential", "deadline", "drafts_count",
            "corrections_count", "moved_at")  # fmt: skip
_LETTER = ("team", "signed_at", "signed_draft", "cancel_reason", "number", "number_until")


@shows(Draft, *_DRAFT, notes={"number": "printed on it, where numbers are reserved"})
class DraftSchema(Schema):
    """A submitted version: the hash is what the Camat reviews and signs."""

    by = fields.String(attribute="submitted_by_name")
    initials = fields.List(fields.String(), metadata={"description": "usernames whose paraf it bears"})
    parts = fields.List(fields.String(), metadata={"description": "first words of each block, by index"})


@shows(Correction, "no", "draft_no", "note")
class CorrectionOut(Schema):
    """One round of corrections."""

    comments = many(CommentSchema)
    at = fields.AwareDateTime(attribute="made_at")
    by = fields.String(attribute="made_by_name")


@shows(Attachment, "id", "name", "pages", "size", "added_at", "added_by", notes={"size": "bytes"})
class AttachmentOut(Schema):
    """A file that goes out with the letter."""


@shows(Letter, *_SUMMARY)
class LetterSummary(Schema):
    """A letter in a list. Names of a confidential applicant are masked for readers who may not know them."""

    recipient = fields.String()


@shows(
    Letter,
    *_LETTER,
    notes={
        "number": "reserved for it, where numbers are reserved",
        "number_until": "last day to sign it with this number",
    },
)
class LetterSchema(LetterSummary):
    """A letter with everything: content, versions, corrections, the signed file. None where it may not be read."""

    conclusion = fields.String(allow_none=True)
    recommendation = fields.String(allow_none=True)
    content = fields.Nested(ContentSchema, allow_none=True)
    drafts = many(DraftSchema)
    corrections = fields.List(fields.Nested(CorrectionOut), allow_none=True)
    file = fields.Dict(
        keys=fields.String(),
        values=anything(),
        allow_none=True,
        metadata={"description": "bucket, key, sha256, size of the signed PDF"},
    )
    attachments = many(AttachmentOut)


class LetterList(Schema):
    """A part of the list; ``after`` is None at its end."""

    letters = many(LetterSummary)
    after = fields.String(allow_none=True)
