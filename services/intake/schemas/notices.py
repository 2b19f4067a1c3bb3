"""Notices to the applicant, as pages and API load and answer them."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from services.intake.rules.notices import NOTICE_CHANNELS, WAYS_OF_TELLING
from services.intake.schemas.applicant import PHONE
from services.shared.fields import REQUIRED, Text
from services.shared.web.forms import optional_text


def _choice(options: Any) -> Text:
    allowed = validate.OneOf(list(options), error="Pilih dari daftar.")
    return Text(required=True, error_messages=REQUIRED, validate=allowed)


class ToldSchema(Schema):
    """How the applicant was told."""

    how = _choice(WAYS_OF_TELLING)


class ChannelSchema(Schema):
    """Another channel; a number that is left empty stays as it is."""

    notice_channel = _choice(NOTICE_CHANNELS)
    phone = Text(load_default="", validate=PHONE)
    email = optional_text(200)


class NoticeAnswer(Schema):
    """One notice to the applicant, without the address."""

    id = fields.UUID()
    kind = fields.String(metadata={"description": "received, incomplete, decided, delegated, letter_ready, closed …"})
    text = fields.String()
    channel = fields.String(metadata={"description": "empty where a clerk tells it"})
    state = fields.String(metadata={"description": "waiting, by_hand, sent, told or failed"})
    at = fields.AwareDateTime(metadata={"description": "when it came into this state"})
    error = fields.String(metadata={"description": "what the channel said, without numbers and addresses"})
    how = fields.String(metadata={"description": "how a clerk told it"})


class NoticesAnswer(Schema):
    """What the applicant of a case was told, newest first."""

    items = fields.List(fields.Nested(NoticeAnswer))
