"""What the registry tells review: the number of a registered letter (for 12c and 12d too), and word of the archive."""

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


LETTER_REGISTERED = Contract("letter_registered", 1, "registry", "review", LetterRegisteredV1)
CASE_ARCHIVED_REVIEW = Contract("case_archived", 1, "registry", "review", CaseArchivedV1)
CASE_DESTROYED_REVIEW = Contract("case_destroyed", 1, "registry", "review", CaseDestroyedV1)
CONTRACTS = (LETTER_REGISTERED, CASE_ARCHIVED_REVIEW, CASE_DESTROYED_REVIEW)
