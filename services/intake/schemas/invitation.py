"""Invitations at the desk, as pages and API load and answer them."""

from __future__ import annotations

from marshmallow import Schema

from services.intake.rules.invitation import WAYS_OF_GIVING
from services.intake.tables import Invitation
from services.shared.answers import shows
from services.shared.fields import choice


class GiveInvitationSchema(Schema):
    """How the papers went out."""

    how = choice("Undangan", WAYS_OF_GIVING, blank=False)


@shows(
    Invitation, "meeting_id", "kind", "held_on", "clock_time", "place", "purpose", "papers", "awaited", "state",
    "given_at", "given_by", "given_how",
    notes={"papers": "ids of the documents to print; the applicant's own is the first"},
)  # fmt: skip
class InvitationAnswer(Schema):
    """The appointment to which the applicant is invited now."""
