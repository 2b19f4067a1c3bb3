"""What the registry tells review: a letter's number and sealed file, that step 16 is done, and word of the archive."""

from __future__ import annotations

from marshmallow import fields

from services.handoffs.case_parts import CaseDestroyedV1
from services.handoffs.contract import Body, Contract
from services.handoffs.evidence_ref import EvidenceRef
from services.handoffs.registry_to_intake import CaseArchivedV1


class LetterRegisteredV1(Body):
    """Step 16 is done: number, date and the sealed file."""

    letter_id = fields.UUID(required=True)
    number = fields.String(required=True)
    dated = fields.Date(required=True)
    file = fields.Nested(EvidenceRef, required=True)


class EvidenceSealedV1(Body):
    """Step 12d: the office's seal (CMS, base64) over the list of a package, and the certificate's hash to compare."""

    handover_id = fields.UUID(required=True)
    seal = fields.String(required=True)
    certificate = fields.String(required=True)
    at = fields.AwareDateTime(required=True)


class LetterSealedV1(LetterRegisteredV1):
    """Step 16c is done of a letter that nobody collects at the desk: it can be printed and sent; 16d and 16e follow."""


LETTER_SEALED = Contract("letter_sealed", 1, "registry", "review", LetterSealedV1)
LETTER_REGISTERED = Contract("letter_registered", 1, "registry", "review", LetterRegisteredV1)
CASE_ARCHIVED_REVIEW = Contract("case_archived", 1, "registry", "review", CaseArchivedV1)
CASE_DESTROYED_REVIEW = Contract("case_destroyed", 1, "registry", "review", CaseDestroyedV1)
EVIDENCE_SEALED = Contract("evidence_sealed", 1, "registry", "review", EvidenceSealedV1)
CONTRACTS = (LETTER_SEALED, LETTER_REGISTERED, CASE_ARCHIVED_REVIEW, CASE_DESTROYED_REVIEW, EVIDENCE_SEALED)
