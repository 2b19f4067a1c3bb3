"""What review tells the front desk: a return for completion, progress and letters for the applicant, the end."""

from __future__ import annotations

from marshmallow import fields, validate

from services.handoffs.contract import Body, Contract
from services.handoffs.evidence_ref import EvidenceRef
from services.handoffs.outcomes import Outcome, Stage


class CaseReturnedV1(Body):
    """Step 6-7, the 'no' side: the section head needs the applicant to complete the file."""

    missing = fields.List(fields.String(), required=True)
    reason = fields.String(required=True)
    returned_by = fields.String(required=True)
    returned_at = fields.AwareDateTime(required=True)


class CaseProgressedV1(Body):
    """The case has come to another stage. ``note`` is fit for the applicant: no names."""

    stage = fields.String(required=True, validate=validate.OneOf([str(s) for s in Stage]))
    at = fields.AwareDateTime(required=True)
    note = fields.String(load_default="")
    deadline = fields.Date(load_default=None, allow_none=True)
    # Left out: as the desk has it. Review may hide an identity that the desk did not, never the other way round.
    confidential = fields.Boolean()


class CaseClosedV1(Body):
    """The case has ended; ``message`` is what the applicant is told."""

    outcome = fields.String(required=True, validate=validate.OneOf([str(o) for o in Outcome]))
    branch = fields.String(required=True)
    message = fields.String(required=True)
    ended_at = fields.AwareDateTime(required=True)


class CaseAmendedV1(Body):
    """After the end: something has come that belongs to what the applicant was told; ``message`` is the whole anew."""

    message = fields.String(required=True)
    at = fields.AwareDateTime(required=True)


class EvidenceHandedV1(Body):
    """Step 12d: law enforcement has these files; the desk notes it where each has been."""

    files = fields.List(fields.UUID(), required=True)
    number = fields.String(required=True)
    unit = fields.String(required=True)
    at = fields.AwareDateTime(required=True)


class NoticeLetterV1(Body):
    """A letter to the applicant about a case that goes on (6: what is missing): numbered and sealed, to be sent."""

    letter_id = fields.UUID(required=True)
    number = fields.String(required=True)
    dated = fields.Date(required=True)
    file = fields.Nested(EvidenceRef, required=True)


NOTICE_LETTER = Contract("notice_letter", 1, "review", "intake", NoticeLetterV1)
CASE_RETURNED = Contract("case_returned", 1, "review", "intake", CaseReturnedV1)
CASE_PROGRESSED = Contract("case_progressed", 1, "review", "intake", CaseProgressedV1)
CASE_CLOSED = Contract("case_closed", 1, "review", "intake", CaseClosedV1)
CASE_AMENDED = Contract("case_amended", 1, "review", "intake", CaseAmendedV1)
EVIDENCE_HANDED = Contract("evidence_handed", 1, "review", "intake", EvidenceHandedV1)
CONTRACTS = (CASE_RETURNED, CASE_PROGRESSED, CASE_CLOSED, CASE_AMENDED, EVIDENCE_HANDED, NOTICE_LETTER)
