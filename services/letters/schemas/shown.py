"""What the API gives."""

from __future__ import annotations

from marshmallow import Schema, fields

from services.letters.schemas.given import CommentSchema, ContentSchema


class DraftSchema(Schema):
    """A submitted version: the hash is what the Camat reviews and signs."""

    no = fields.Integer()
    sha256 = fields.String()
    size = fields.Integer()
    pages = fields.Integer()
    submitted_at = fields.AwareDateTime()
    by = fields.String(attribute="submitted_by_name")
    number = fields.String(allow_none=True, metadata={"description": "printed on it, where numbers are reserved"})
    initials = fields.List(fields.String(), metadata={"description": "usernames whose paraf it bears"})
    parts = fields.List(fields.String(), metadata={"description": "first words of each block, by index"})


class CorrectionOut(Schema):
    """One round of corrections."""

    no = fields.Integer()
    draft_no = fields.Integer()
    note = fields.String()
    comments = fields.List(fields.Nested(CommentSchema))
    at = fields.AwareDateTime(attribute="made_at")
    by = fields.String(attribute="made_by_name")


class AttachmentOut(Schema):
    """A file that goes out with the letter."""

    id = fields.UUID()
    name = fields.String()
    pages = fields.Integer()
    size = fields.Integer(metadata={"description": "bytes"})
    added_at = fields.AwareDateTime()
    added_by = fields.String()


class LetterSummary(Schema):
    """A letter in a list. Names of a confidential applicant are masked for readers who may not know them."""

    id = fields.UUID()
    case_no = fields.String()
    kind = fields.String()
    step = fields.String()
    state = fields.String()
    version = fields.Integer()
    title = fields.String()
    recipient = fields.String()
    confidential = fields.Boolean()
    deadline = fields.Date(allow_none=True)
    drafts_count = fields.Integer()
    corrections_count = fields.Integer()
    moved_at = fields.AwareDateTime()


class LetterSchema(LetterSummary):
    """A letter with everything: content, versions, corrections, the signed file. None where it may not be read."""

    conclusion = fields.String(allow_none=True)
    recommendation = fields.String(allow_none=True)
    team = fields.List(fields.String())
    content = fields.Nested(ContentSchema, allow_none=True)
    drafts = fields.List(fields.Nested(DraftSchema))
    corrections = fields.List(fields.Nested(CorrectionOut), allow_none=True)
    signed_at = fields.AwareDateTime(allow_none=True)
    signed_draft = fields.Integer(allow_none=True)
    file = fields.Dict(allow_none=True, metadata={"description": "bucket, key, sha256, size of the signed PDF"})
    cancel_reason = fields.String(allow_none=True)
    number = fields.String(allow_none=True, metadata={"description": "reserved for it, where numbers are reserved"})
    number_until = fields.Date(allow_none=True, metadata={"description": "last day to sign it with this number"})
    attachments = fields.List(fields.Nested(AttachmentOut))


class LetterList(Schema):
    """A part of the list; ``after`` is None at its end."""

    letters = fields.List(fields.Nested(LetterSummary))
    after = fields.String(allow_none=True)
