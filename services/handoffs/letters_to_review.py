"""What letters tells review: how far the letter is (14-15), so that the case page shows it."""

from __future__ import annotations

from marshmallow import fields, validate

from services.handoffs.contract import Body, Contract

PROGRESS = ("in_review", "correcting", "signed", "cancelled")


class LetterProgressedV1(Body):
    """The letter was submitted, sent back, signed or cancelled."""

    letter_id = fields.UUID(required=True)
    progress = fields.String(required=True, validate=validate.OneOf(PROGRESS))
    versions = fields.Integer(required=True)
    corrections = fields.Integer(required=True)
    by = fields.String(required=True)
    at = fields.AwareDateTime(required=True)


LETTER_PROGRESSED = Contract("letter_progressed", 1, "letters", "review", LetterProgressedV1)
CONTRACTS = (LETTER_PROGRESSED,)
