"""What letters gives the registry: the letter that the Camat signed (15 to 16), its void, its part of the dossier.

Where the office has its numbers printed before the signature, letters asks for one first, and gives back what it does
not use. Both travel in the order of the case, so a number is never given back and used at once.
"""

from __future__ import annotations

from marshmallow import fields, validate

from services.handoffs.case_parts import DossierPartV1
from services.handoffs.contract import Body, Contract
from services.handoffs.evidence_ref import EvidenceRef


class SignerPart(Body):
    """Who signed, as it stands on the letter."""

    title = fields.String(required=True)
    name = fields.String(required=True)
    nip = fields.String(required=True)


class LetterSignedV1(Body):
    """Step 15: exactly this file was reviewed and signed; number, date and seal follow (16).

    The fields at the end came later. Left out, they mean: confidential where the sensitivity says so, numbered after
    the signature, signed with the office's own keys, registered by the registrar. ``at_once``: book, number and seal
    follow the signature by themselves (16a to 16c), each as its own step.
    """

    letter_id = fields.UUID(required=True)
    letter_kind = fields.String(required=True)
    step = fields.String(required=True)
    subject = fields.String(required=True)
    classification = fields.String(required=True)
    sensitivity = fields.String(required=True)
    recipient = fields.String(required=True)
    to_applicant = fields.Boolean(required=True)
    copies_to = fields.List(fields.String(), required=True)
    signed_at = fields.AwareDateTime(required=True)
    signer = fields.Nested(SignerPart, required=True)
    drafted_by = fields.String(required=True)
    file = fields.Nested(EvidenceRef, required=True)
    confidential = fields.Boolean()
    numbering = fields.String(validate=validate.OneOf(["after", "reserved", "wet"]))
    signing = fields.String(validate=validate.OneOf(["internal", "bsre", "wet"]))
    certificate = fields.String(allow_none=True)  # SHA-256 (hex) of the certificate of a certified provider
    number = fields.String(allow_none=True)  # printed on it, where it was reserved
    at_once = fields.Boolean()


class NumberRequestedV1(Body):
    """Step 15, numbers reserved: the Camat approves this letter, and wants it numbered before the signature."""

    letter_id = fields.UUID(required=True)
    letter_kind = fields.String(required=True)
    classification = fields.String(required=True)
    requested_by = fields.String(required=True)


class NumberReleasedV1(Body):
    """The letter will not bear this reserved number: it lapsed, was exchanged, or the letter is no longer wanted."""

    letter_id = fields.UUID(required=True)
    number = fields.String(required=True)
    reason = fields.String(required=True)


class LetterVoidedV1(Body):
    """A signed letter is no longer wanted; a number it already has stays in the book as BATAL."""

    letter_id = fields.UUID(required=True)
    reason = fields.String(required=True)


LETTER_SIGNED = Contract("letter_signed", 1, "letters", "registry", LetterSignedV1)
LETTER_VOIDED = Contract("letter_voided", 1, "letters", "registry", LetterVoidedV1)
LETTER_DOSSIER = Contract("dossier_part", 1, "letters", "registry", DossierPartV1)
NUMBER_REQUESTED = Contract("number_requested", 1, "letters", "registry", NumberRequestedV1)
NUMBER_RELEASED = Contract("number_released", 1, "letters", "registry", NumberReleasedV1)
CONTRACTS = (LETTER_SIGNED, LETTER_VOIDED, LETTER_DOSSIER, NUMBER_REQUESTED, NUMBER_RELEASED)
