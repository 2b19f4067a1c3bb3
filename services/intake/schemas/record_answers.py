"""What gathers around a complaint, as the API answers it. Times are ISO 8601 in UTC, sizes bytes."""

from __future__ import annotations

from marshmallow import Schema, fields

from services.intake.tables import CaseFile, CheckRow, Handover, Likeness, Withdrawal
from services.shared.answers import shows
from services.shared.audit.trail import audit


@shows(CheckRow, "item", "label", "verdict", "note")
class CheckAnswer(Schema):
    """One line of the checklist."""


@shows(
    CaseFile,
    *("id", "role", "name", "content_type", "declared_type", "size", "sha256", "added_at", "added_by", "round"),
    *("scan", "condition"),
    notes={
        "size": "bytes",
        "scan": "unscanned, clean, infected or too_large",
        "condition": "intact, missing or changed, when it was last compared",
    },
)
class FileAnswer(Schema):
    """A file, without the place where it lies; its bytes are at ``url``."""

    role_label = fields.String()
    url = fields.String()
    trouble = fields.String(
        metadata={
            "description": "why it cannot be opened: locked, cut, damaged, unindexed, unrendered (a form that only "
            "Adobe's programs show), oversized (too large to be shown); empty where nothing is known"
        }
    )


@shows(Likeness, "score", "verdict", notes={"score": "percent", "verdict": "open, same or different"})
class LikenessAnswer(Schema):
    """Another complaint that may tell of the same thing; only for those who may know whose it is."""

    case_no = fields.String()
    title = fields.String()
    state_label = fields.String()
    reasons = fields.List(fields.String(), metadata={"description": "in which ways the two are alike, in Indonesian"})
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


@shows(Handover, "recipient", "relation", "way", "note", "handed_at", "confirmed_at")
class HandoverAnswer(Schema):
    """Steps 17 and 18."""

    handed_by = fields.String()


@shows(audit, "at", "actor_name", "verb", "note")
class EventAnswer(Schema):
    """One line of the time line."""


@shows(Withdrawal, "reason", "way", "made_at", "until", "confirmed_at", notes={"until": "the last day of objections"})
class WithdrawalAnswer(Schema):
    """A withdrawal that has not taken effect yet."""

    way_label = fields.String()
    made_by = fields.String()
    confirmed_by = fields.String()
    to_confirm = fields.Boolean(metadata={"description": "the section head has to ask the applicant first"})
