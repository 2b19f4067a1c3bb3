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


class ClassificationAddedV1(Body):
    """The registrar added a classification code in the agenda: a letter may have it from its draft on."""

    code = fields.String(required=True)
    label = fields.String(required=True)


AGENDA = "AGENDA"  # what is about no case travels in an order of its own
CLASSIFICATION_ADDED = Contract("classification_added", 1, "registry", "letters", ClassificationAddedV1)
NUMBER_RESERVED = Contract("number_reserved", 1, "registry", "letters", NumberReservedV1)
# What letters still holds of the case must go, too.
CASE_DESTROYED_LETTERS = Contract("case_destroyed", 1, "registry", "letters", CaseDestroyedV1)
CONTRACTS = (NUMBER_RESERVED, CLASSIFICATION_ADDED, CASE_DESTROYED_LETTERS)
