"""The front desk as a program takes it: steps 1-5, and 17-18."""

from __future__ import annotations

from deploy.demo import pictures
from deploy.demo.client import Json, Program
from deploy.demo.staff import Staff
from deploy.demo.steps.calls import do, intake_path, review_path

CHECKLIST = ("identity", "form", "substance", "evidence", "reported_official")


def take_in(clerk: Program, form: Json, files: list[tuple[str, str, bytes, str]]) -> Json:
    """Steps 1-3: application book, form, card and evidence. ``files``: (role, name, bytes, content type)."""
    reason = "Simulasi di luar hari kerja"
    case = clerk.post("/intake/api/complaints", {"purpose": form["complaint"]["title"], "override_reason": reason})
    case_no = case["case_no"]
    for role, name, data, content_type in files:
        clerk.upload(intake_path(case_no, f"evidence?role={role}"), name, data, content_type)
    return do(clerk, intake_path(case_no, "submit-form"), clerk.get(intake_path(case_no)), **form)


def checklist(form: Json, missing: dict[str, str] | None = None, *, has_evidence: bool = True) -> list[Json]:
    """Step 4: a verdict per item; ``missing`` maps an item to what is missing. Without evidence the reason is noted."""
    lacking = missing or {}
    rows = []
    for item in CHECKLIST:
        verdict = "missing" if item in lacking else "ok"
        if item == "reported_official" and not form.get("reported_official"):
            verdict = "not_applicable"
        note = lacking.get(item, "" if has_evidence or item != "evidence" else "Pemohon tidak membawa bukti tertulis")
        rows.append({"item": item, "verdict": verdict, "note": note})
    return rows


def forward(staff: Staff, case: Json, form: Json) -> Json:
    """Step 5: to the section head; waits until review has the case. Returns the receipt."""
    has_evidence = any(file["role"] == "evidence" for file in case["evidence"])
    rows = checklist(form, has_evidence=has_evidence)
    answer = do(staff.clerk, intake_path(case["case_no"], "forward"), case, items=rows)
    staff.section_head.wait(review_path(case["case_no"]), lambda c: c["state"] == "section_head_review")
    return answer


def hand_over(staff: Staff, case_no: str, recipient: str) -> Json:
    """Steps 17-18: the letter to the applicant, who confirms."""
    case = staff.clerk.wait(intake_path(case_no), lambda c: c["state"] == "ready_for_handover")
    case = do(
        staff.clerk,
        intake_path(case_no, "hand-over"),
        case,
        recipient=recipient,
        relation="applicant",
        identity_checked=True,
        note="",
    )
    return do(staff.clerk, intake_path(case_no, "confirm-receipt"), case)


def card(name: str, nik: str, village: str) -> tuple[str, str, bytes, str]:
    """The picture of the applicant's card, as an upload."""
    return ("id_card", "ktp.jpg", pictures.identity_card(name, nik, village), "image/jpeg")
