"""The front desk as a program takes it: steps 1-5, and 17-18."""

from __future__ import annotations

from deploy.demo import pictures
from deploy.demo.client import Json, Program
from deploy.demo.staff import Staff
from deploy.demo.steps.calls import do, intake_path, review_path

CHECKLIST = ("identity", "form", "substance", "evidence", "reported_official")


def take_in(clerk: Program, form: Json, files: list[tuple[str, str, bytes, str]]) -> Json:
    """Steps 1-3: application book, form, card and evidence. ``files``: (role, name, bytes, content type)."""
    return fill_in(clerk, open_case(clerk, form), form, files)


def open_case(clerk: Program, form: Json) -> str:
    """Steps 1 and 2: the book; returns the case number."""
    reason = "Simulasi di luar hari kerja"
    case = clerk.post("/intake/api/complaints", {"purpose": form["complaint"]["title"], "override_reason": reason})
    return str(case["case_no"])


def fill_in(clerk: Program, case_no: str, form: Json, files: list[tuple[str, str, bytes, str]]) -> Json:
    """Step 3: card, evidence and the signed form."""
    for role, name, data, content_type in [*files, signed_form(case_no, form["applicant"]["name"])]:
        clerk.upload(intake_path(case_no, f"evidence?role={role}"), name, data, content_type)
    return do(clerk, intake_path(case_no, "submit-form"), clerk.get(intake_path(case_no)), **form)


def mark_urgent(clerk: Program, case_no: str, danger: str, reason: str) -> None:
    """Beside the steps: section head and Camat are alerted at once."""
    path = intake_path(case_no)
    do(clerk, f"{path}/mark-urgent", clerk.get(path), danger=danger, reason=reason)


def checklist(form: Json, missing: dict[str, str] | None = None, *, has_evidence: bool = True) -> list[Json]:
    """Step 4: a verdict per item; ``missing`` maps an item to what is missing. Without evidence the reason is noted."""
    lacking = missing or {}
    rows = []
    for item in CHECKLIST:
        verdict = "missing" if item in lacking else "ok"
        if item == "reported_official" and not (form.get("reported_official") or form.get("reported_persons")):
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


def hand_over(staff: Staff, case_no: str, recipient: str, way: str = "desk") -> Json:
    """Steps 17-18: the letter to the applicant, who confirms; by another way with the paper that proves it."""
    case = staff.clerk.wait(intake_path(case_no), lambda c: c["state"] == "ready_for_handover")
    note = ""
    if way != "desk":
        note = "Diantar oleh kepala jaga; tanda terima kembali ditandatangani."
        receipt = pictures.receipt(recipient, case_no)
        staff.clerk.upload(intake_path(case_no, "evidence?role=handover"), "tanda-terima.jpg", receipt, "image/jpeg")
        case = staff.clerk.get(intake_path(case_no))
    who = {"recipient": recipient, "relation": "applicant", "identity_checked": way == "desk"}
    case = do(staff.clerk, intake_path(case_no, "hand-over"), case, way=way, note=note, **who)
    return do(staff.clerk, intake_path(case_no, "confirm-receipt"), case)


def signed_form(case_no: str, name: str) -> tuple[str, str, bytes, str]:
    """The scan of the complaint form with the applicant's signature, as an upload."""
    picture = pictures.sheet(case_no, f"Formulir {case_no}, {name}")
    return ("signed_form", "formulir-ditandatangani.pdf", picture, "application/pdf")


def card(name: str, nik: str, village: str) -> tuple[str, str, bytes, str]:
    """The picture of the applicant's card, as an upload."""
    return ("id_card", "ktp.jpg", pictures.identity_card(name, nik, village), "image/jpeg")
