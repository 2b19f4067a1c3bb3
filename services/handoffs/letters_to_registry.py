"""What letters gives the registry: the letter that the Camat signed (15 to 16), its void, its part of the dossier."""

from __future__ import annotations

from marshmallow import fields

from services.handoffs.case_parts import DossierPartV1
from services.handoffs.contract import Body, Contract
from services.handoffs.evidence_ref import EvidenceRef


class SignerPart(Body):
    """Who signed, as it stands on the letter."""

    title = fields.String(required=True)
    name = fields.String(required=True)
    nip = fields.String(required=True)


class LetterSignedV1(Body):
    """Step 15: exactly this file was reviewed and signed; number, date and seal follow (16)."""

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


class LetterVoidedV1(Body):
    """A signed letter is no longer wanted; a number it already has stays in the book as BATAL."""

    letter_id = fields.UUID(required=True)
    reason = fields.String(required=True)


LETTER_SIGNED = Contract("letter_signed", 1, "letters", "registry", LetterSignedV1)
LETTER_VOIDED = Contract("letter_voided", 1, "letters", "registry", LetterVoidedV1)
LETTER_DOSSIER = Contract("dossier_part", 1, "letters", "registry", DossierPartV1)
CONTRACTS = (LETTER_SIGNED, LETTER_VOIDED, LETTER_DOSSIER)
