"""The verbs of the desk: one route each, answered by the complaint as it is now (steps 3 to 5, 17, 18)."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint

from services.intake.actions import completeness, duplicates, form, forwarding, handover, withdrawal
from services.intake.rules.codes import grouped
from services.intake.schemas import answers, verbs
from services.intake.schemas.intake import SubmitFormSchema, VersionSchema
from services.intake.shown.complaint import open_case
from services.shared.files.signature_pad import store_signature
from services.shared.rights.people import Role
from services.shared.web.access import allow, me
from services.shared.web.service import current_service

verbs_api = Blueprint("intake_verbs", __name__, description="Front desk: the verbs of a complaint")
Json = dict[str, Any]


@verbs_api.post("/complaints/<case_no>/submit-form")
@verbs_api.arguments(SubmitFormSchema)
@verbs_api.response(200, answers.ComplaintAnswer)
@allow(Role.CLERK)
def submit_form(data: Json, case_no: str) -> Json:
    """Step 3: hand the form in; in step 4 the same, corrected."""
    version = data.pop("version")
    with current_service().work(me()) as work:
        form.submit_form(work, case_no, version, data)
    return open_case(case_no).data


@verbs_api.post("/complaints/<case_no>/return-incomplete")
@verbs_api.arguments(verbs.ItemsSchema)
@verbs_api.response(200, answers.ComplaintAnswer)
@allow(Role.CLERK)
def return_incomplete(data: Json, case_no: str) -> Json:
    """Step 4, the 'no' side: something is missing; the file waits for the applicant."""
    with current_service().work(me()) as work:
        completeness.return_incomplete(work, case_no, data["version"], data["items"])
    return open_case(case_no).data


@verbs_api.post("/complaints/<case_no>/complete-documents")
@verbs_api.arguments(verbs.CompleteSchema)
@verbs_api.response(200, answers.ComplaintAnswer)
@allow(Role.CLERK)
def complete_documents(data: Json, case_no: str) -> Json:
    """Step 4: the applicant came back with what was missing."""
    with current_service().work(me()) as work:
        completeness.complete_documents(work, case_no, data["version"], data["note"])
    return open_case(case_no).data


@verbs_api.post("/complaints/<case_no>/forward")
@verbs_api.arguments(verbs.ItemsSchema)
@verbs_api.response(200, answers.ForwardedAnswer)
@allow(Role.CLERK)
def forward(data: Json, case_no: str) -> Json:
    """Step 5: everything is there; to the section head. The receipt tells the tracking code this once."""
    service = current_service()
    with service.work(me()) as work:
        _, code = forwarding.forward(work, case_no, data["version"], data["items"])
    answer = open_case(case_no).data
    receipts = [file["id"] for file in answer["documents"] if file["role"] == "receipt"]
    return answer | {
        "receipt": {
            "tracking_code": grouped(code) if code else None,
            "tracking_url": f"{service.settings.public_url}/intake/track/{code}" if code else None,
            "document": receipts[-1] if receipts else None,
        }
    }


@verbs_api.post("/complaints/<case_no>/withdraw")
@verbs_api.arguments(verbs.WithdrawSchema)
@verbs_api.response(200, answers.ComplaintAnswer)
@allow(Role.CLERK)
def withdraw(data: Json, case_no: str) -> Json:
    """The applicant takes the complaint back: at once before the section head has it, else by way of review."""
    with current_service().work(me()) as work:
        withdrawal.withdraw(work, case_no, data["version"], data["reason"])
    return open_case(case_no).data


@verbs_api.post("/complaints/<case_no>/hand-over")
@verbs_api.arguments(verbs.HandOverSchema)
@verbs_api.response(200, answers.ComplaintAnswer)
@allow(Role.CLERK)
def hand_over(data: Json, case_no: str) -> Json:
    """Step 17: the letter to the applicant, or to a person with a power of attorney."""
    service = current_service()
    signature = store_signature(service, service.settings.evidence_bucket, case_no, data["signature"])
    with service.work(me()) as work:
        handover.hand_over(work, case_no, data["version"], data, signature)
    return open_case(case_no).data


@verbs_api.post("/complaints/<case_no>/confirm-receipt")
@verbs_api.arguments(VersionSchema)
@verbs_api.response(200, answers.ComplaintAnswer)
@allow(Role.CLERK)
def confirm_receipt(data: Json, case_no: str) -> Json:
    """Step 18: the applicant confirms the receipt of the letter."""
    with current_service().work(me()) as work:
        handover.confirm_receipt(work, case_no, data["version"])
    return open_case(case_no).data


@verbs_api.post("/complaints/<case_no>/judge-likeness")
@verbs_api.arguments(verbs.JudgeSchema)
@verbs_api.response(200, answers.ComplaintAnswer)
@allow(Role.CLERK)
def judge_likeness(data: Json, case_no: str) -> Json:
    """Step 4: whether another complaint that looks alike tells of the same thing; holds nothing up."""
    with current_service().work(me()) as work:
        duplicates.judge(work, case_no, data["other"], data["verdict"])
    return open_case(case_no).data
