"""What the registry gives letters: a number booked before the signature, and word of a destroyed archive."""

from __future__ import annotations

from marshmallow import fields

from services.handoffs.case_parts import CaseDestroyedV1
from services.handoffs.contract import Body, Contract


class NumberReservedV1(Body):
    """This number and date are the letter's: to be printed, then signed (15), and confirmed at 16b."""

    letter_id = fields.UUID(required=True)
    classification = fields.String(required=True)
    number = fields.String(required=True)
    dated = fields.Date(required=True)


NUMBER_RESERVED = Contract("number_reserved", 1, "registry", "letters", NumberReservedV1)
# What letters still holds of the case must go, too.
CASE_DESTROYED_LETTERS = Contract("case_destroyed", 1, "registry", "letters", CaseDestroyedV1)
CONTRACTS = (NUMBER_RESERVED, CASE_DESTROYED_LETTERS)
