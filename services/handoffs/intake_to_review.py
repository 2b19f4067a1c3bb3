"""What the front desk gives the section head: the case (step 5), a withdrawal, the handover of the letter (17-18)."""

from __future__ import annotations

from marshmallow import fields

from services.handoffs.case_parts import ApplicantPart, ComplaintPart, CompletenessPart
from services.handoffs.contract import Body, Contract
from services.handoffs.evidence_ref import EvidenceRef


class CaseForwardedV1(Body):
    """Step 5: form and file go to the section head; ``round`` is 2 and more after a return."""

    round = fields.Integer(required=True)
    received_at = fields.AwareDateTime(required=True)
    deadline = fields.Date(required=True)
    counts_from = fields.Date()  # left out: limits count from the day of forwarding
    clerk = fields.String(required=True)
    lapor_no = fields.String()  # left out: it stands nowhere else, as far as the desk knows
    applicant = fields.Nested(ApplicantPart, required=True)
    complaint = fields.Nested(ComplaintPart, required=True)
    completeness = fields.List(fields.Nested(CompletenessPart), required=True)
    files = fields.List(fields.Nested(EvidenceRef), required=True)


class WithdrawalRequestedV1(Body):
    """The applicant took the complaint back, and the time for objections has passed; or an incomplete file lapsed."""

    reason = fields.String(required=True)
    requested_at = fields.AwareDateTime(required=True)
    told_how = fields.String()  # left out by releases where it was always made at the desk
    lapsed = fields.Boolean()  # the file was never completed; left out: the applicant took it back


class LetterHandedOverV1(Body):
    """Steps 17-18: the applicant has the letter and confirmed it."""

    letter_id = fields.UUID(required=True)
    recipient = fields.String(required=True)
    relation = fields.String(required=True)
    handed_at = fields.AwareDateTime(required=True)
    confirmed_at = fields.AwareDateTime(required=True)
    way = fields.String()  # left out by releases where it was always handed over at the desk


class LetterUncollectedV1(Body):
    """Step 17: the letter has waited its whole time, the applicant was reminded, and nobody came."""

    letter_id = fields.UUID(required=True)
    number = fields.String(required=True)
    ready_at = fields.AwareDateTime(required=True)
    given_up_at = fields.AwareDateTime(required=True)


class ApplicantCorrectedV1(Body):
    """The applicant's data were corrected at the desk, at the applicant's request (UU 27/2022)."""

    applicant = fields.Nested(ApplicantPart, required=True)
    fields_changed = fields.List(fields.String(), required=True)


class LaporNotedV1(Body):
    """The number of the same complaint at LAPOR!/SP4N was typed, changed, or (empty) taken away."""

    lapor_no = fields.String(required=True)
    noted_at = fields.AwareDateTime(required=True)


class UrgencyNotedV1(Body):
    """The desk marked the case as urgent; right behind the handoff of step 5, or whenever it was marked later."""

    danger = fields.String(required=True)
    reason = fields.String(required=True)
    noted_at = fields.AwareDateTime(required=True)
    by = fields.String(required=True)


CASE_FORWARDED = Contract("case_forwarded", 1, "intake", "review", CaseForwardedV1)
WITHDRAWAL_REQUESTED = Contract("withdrawal_requested", 1, "intake", "review", WithdrawalRequestedV1)
LETTER_HANDED_OVER = Contract("letter_handed_over", 1, "intake", "review", LetterHandedOverV1)
LETTER_UNCOLLECTED = Contract("letter_uncollected", 1, "intake", "review", LetterUncollectedV1)
APPLICANT_CORRECTED = Contract("applicant_corrected", 1, "intake", "review", ApplicantCorrectedV1)
LAPOR_NOTED = Contract("lapor_noted", 1, "intake", "review", LaporNotedV1)
URGENCY_NOTED = Contract("urgency_noted", 1, "intake", "review", UrgencyNotedV1)
CONTRACTS = (
    CASE_FORWARDED, WITHDRAWAL_REQUESTED, LETTER_HANDED_OVER, LETTER_UNCOLLECTED, APPLICANT_CORRECTED, URGENCY_NOTED,
    LAPOR_NOTED,
)  # fmt: skip
