"""What gathers around a complaint, as the API answers it. Times are ISO 8601 in UTC, sizes bytes."""

from __future__ import annotations

from marshmallow import Schema, fields


class CheckAnswer(Schema):
    """One line of the checklist."""

    item = fields.String()
    label = fields.String()
    verdict = fields.String()
    note = fields.String()


class FileAnswer(Schema):
    """A file, without the place where it lies; its bytes are at ``url``."""

    id = fields.UUID()
    role = fields.String()
    role_label = fields.String()
    name = fields.String()
    content_type = fields.String()
    declared_type = fields.String()
    size = fields.Integer(metadata={"description": "bytes"})
    sha256 = fields.String()
    added_at = fields.AwareDateTime()
    added_by = fields.String()
    round = fields.Integer(allow_none=True)
    scan = fields.String(metadata={"description": "unscanned, clean, infected or too_large"})
    condition = fields.String(metadata={"description": "intact, missing or changed, when it was last compared"})
    url = fields.String()


class LikenessAnswer(Schema):
    """Another complaint that may tell of the same thing; only for those who may know whose it is."""

    case_no = fields.String()
    title = fields.String()
    state_label = fields.String()
    reasons = fields.List(fields.String(), metadata={"description": "in which ways the two are alike, in Indonesian"})
    score = fields.Integer(metadata={"description": "percent"})
    verdict = fields.String(metadata={"description": "open, same or different"})
    earlier = fields.Boolean(metadata={"description": "whether the other one came first"})


class LetterAnswer(Schema):
    """The letter that waits for the applicant."""

    letter_id = fields.UUID()
    number = fields.String()
    dated = fields.Date()
    kind = fields.String()
    kind_label = fields.String()
    subject = fields.String()
    file = fields.UUID()


class HandoverAnswer(Schema):
    """Steps 17 and 18."""

    recipient = fields.String()
    relation = fields.String()
    note = fields.String()
    handed_at = fields.AwareDateTime()
    handed_by = fields.String()
    confirmed_at = fields.AwareDateTime(allow_none=True)


class EventAnswer(Schema):
    """One line of the time line."""

    at = fields.AwareDateTime()
    actor_name = fields.String()
    verb = fields.String()
    note = fields.String()
