"""Schemas of step 8."""

from __future__ import annotations

from marshmallow import fields, validate

from services.review import rules
from services.review.schemas.base import Moment, VerbSchema, choice, day, printed
from services.shared.fields import REQUIRED, Text


class ResolveDirectlySchema(VerbSchema):
    """Step 8a: the solution, when and how the applicant was told."""

    solution = printed(4000, 10)
    told_at = Moment(load_default=None, allow_none=True)
    told_how = choice(rules.WAYS_OF_TELLING)


class CallFaceToFaceSchema(VerbSchema):
    """Step 8b: the appointment."""

    date = day()
    time = printed(5)
    place = printed(200)
    note = printed(1000, required=False)


def drawn() -> Text:
    """A signature drawn on the screen, as the data URL of a PNG; may be left out."""
    return Text(load_default="", validate=validate.Length(max=400_000, error="Tanda tangan terlalu besar."))


class RecordMeetingSchema(VerbSchema):
    """Step 8b: the minutes, with the signatures that were drawn on the screen."""

    participants = printed(1000)
    statements = printed(4000, 10)
    agreement = printed(4000, 5)
    signature_applicant = drawn()
    signature_camat = drawn()


class DisposeToTeamSchema(VerbSchema):
    """Step 8c: members, instructions, note, urgency and due day."""

    members = fields.List(
        fields.String(), required=True, validate=validate.Length(min=1, max=30), error_messages=REQUIRED
    )
    instructions = fields.List(fields.String(), load_default=list)
    note = printed(2000, required=False)
    urgency = choice(rules.URGENCIES)
    due = day()
