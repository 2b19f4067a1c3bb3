"""Steps 6 and 7 as a program takes them."""

from __future__ import annotations

from deploy.demo.client import Json
from deploy.demo.staff import Staff
from deploy.demo.steps.calls import do, review_path
from deploy.demo.steps.handling import camat_does


def verify(staff: Staff, case_no: str, analysis: str, class_code: str) -> Json:
    """Steps 6-7: identity clear, substance accurate and relevant: to the Camat."""
    kasi = staff.section_head
    ticks = dict.fromkeys(("complete", "identity_clear", "accurate", "relevant", "within_authority"), True)
    words = {"class_code": class_code, "urgency": "biasa", "analysis": analysis}
    return do(kasi, review_path(case_no, "report-to-camat"), kasi.get(review_path(case_no)), **ticks, **words)


def mark_conflict(staff: Staff, case_no: str, username: str, reason: str) -> None:
    """Beside the steps: the section head says who has a conflict of interest; of the Camat a second person confirms."""
    kasi, path = staff.section_head, review_path(case_no)
    do(kasi, f"{path}/mark-conflict", kasi.get(path), usernames=[username], reason=reason)


def verify_no(staff: Staff, case_no: str, reason: str, *, by_camat: bool) -> None:
    """Step 7, the 'no' side: declined by the section head, or by the Camat after a consultation."""
    kasi, path = staff.section_head, review_path(case_no)
    told = {"reason": reason, "told_how": "in_person"}
    if not by_camat:
        do(kasi, f"{path}/decline", kasi.get(path), **told)
        return
    verify(staff, case_no, "Berkas lengkap, tetapi pokoknya sengketa waris; mohon petunjuk Bapak Camat.", "ordinary")
    do(staff.camat, f"{path}/consult", staff.camat.get(path), text="Apakah sudah ada perkara di pengadilan?")
    do(kasi, f"{path}/consult", kasi.get(path), text="Sudah, terdaftar di pengadilan negeri sejak bulan lalu.")
    camat_does(staff, case_no, "refuse", **told)
