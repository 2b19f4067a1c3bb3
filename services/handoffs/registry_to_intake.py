"""What the registry gives the front desk: the letter ready for handover (16e to 17), and word of the archive."""

from __future__ import annotations

from marshmallow import fields

from services.handoffs.case_parts import CaseDestroyedV1
from services.handoffs.contract import Body, Contract
from services.handoffs.evidence_ref import EvidenceRef


class LetterReadyV1(Body):
    """Step 16 is done in its five parts: the clerk may hand the letter to the applicant."""

    letter_id = fields.UUID(required=True)
    number = fields.String(required=True)
    dated = fields.Date(required=True)
    letter_kind = fields.String(required=True)
    subject = fields.String(required=True)
    file = fields.Nested(EvidenceRef, required=True)


class CaseArchivedV1(Body):
    """The whole case lies in the archive."""

    archived_at = fields.AwareDateTime(required=True)
    archive_no = fields.String(required=True)
    retain_until = fields.Date(required=True)


LETTER_READY = Contract("letter_ready", 1, "registry", "intake", LetterReadyV1)
CASE_ARCHIVED_INTAKE = Contract("case_archived", 1, "registry", "intake", CaseArchivedV1)
CASE_DESTROYED_INTAKE = Contract("case_destroyed", 1, "registry", "intake", CaseDestroyedV1)
CONTRACTS = (LETTER_READY, CASE_ARCHIVED_INTAKE, CASE_DESTROYED_INTAKE)
