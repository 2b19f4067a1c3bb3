"""Steps 6 and 7: the section head verifies, and reports to the Camat, returns the file, or declines."""

from __future__ import annotations

from typing import Any

from services.handoffs.outbox import post
from services.handoffs.review_to_intake import CASE_RETURNED
from services.review import rules
from services.review.actions import clock, documents
from services.review.actions.ending import finish
from services.review.actions.moving import step, tell_stage
from services.review.actions.signing import signed
from services.review.tables import Case, Verification
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work


def report_to_camat(work: Work, case_no: str, version: int | None, data: dict[str, Any]) -> Case:
    """Step 7: identity clear, substance accurate and relevant; with the analysis the case goes to the Camat."""
    case, moved = step(work, case_no, "report_to_camat", version)
    if not moved:
        return case
    rules.check_verdict(data)
    rules.check_conflict_note(data)
    rules.check_known("class_code", [data["class_code"]], work.office.classes)
    clock.reclassify(work, case, data["class_code"])
    case.urgency = data["urgency"]
    _keep_secret(work, case, data["confidential"])
    clock.set_due(work, case)
    row = _verdict(work, case, "reported", data)
    documents.file_verification(work, case, row)
    work.audit("report_to_camat", case_no, "Lolos verifikasi dan dilaporkan kepada Camat", class_code=case.class_code)
    tell_stage(work, case, "Pengaduan Anda lolos verifikasi dan sedang dipelajari Camat.")
    return case


def _keep_secret(work: Work, case: Case, wanted: bool) -> None:
    """The section head may hide an identity that the desk did not; what the applicant asked for is never lifted."""
    if wanted and not case.confidential:
        case.confidential = True
        case.search = case.search.replace(f" {case.applicant_name.lower()}", "")
        work.audit("hide_identity", case.case_no, "Identitas pemohon dirahasiakan atas penilaian Kasi")


def ask_clarification(work: Work, case_no: str, version: int | None, data: dict[str, Any]) -> Case:
    """Step 6, the 'no' side: the file goes back to the desk with what is missing; the clock stands still."""
    case, moved = step(work, case_no, "ask_clarification", version)
    if not moved:
        return case
    case.path = rules.add_step(case.path, "6-return")
    row = _verdict(work, case, "returned", data)
    work.audit("ask_clarification", case_no, f"Dikembalikan ke loket untuk dilengkapi: {row.analysis}")
    body = {"missing": row.missing, "reason": row.analysis, "returned_by": work.actor.name, "returned_at": work.now}
    post(work, CASE_RETURNED, case_no, body)
    return case


def decline(work: Work, case_no: str, version: int | None, data: dict[str, Any]) -> Case:
    """Step 7, the 'no' side: declined with a written reason and a notice; the case ends."""
    case, moved = step(work, case_no, "decline", version)
    if not moved:
        return case
    case.path = rules.add_step(case.path, "7-no")
    row = _verdict(work, case, "declined", data)
    documents.file_verification(work, case, row)
    documents.file_refusal(work, case, row)
    work.audit("decline", case_no, f"Pengaduan ditolak: {row.analysis}")
    finish(
        work,
        case,
        message=f"Pengaduan Anda tidak dapat ditindaklanjuti. Alasan: {row.analysis}",
        summary=f"Ditolak: {row.analysis}",
        told_at=work.now,
        told_how=rules.WAYS_OF_TELLING[row.told_how],
    )
    return case


def _verdict(work: Work, case: Case, result: str, data: dict[str, Any]) -> Verification:
    row = Verification(
        case_no=case.case_no,
        round=case.round,
        result=result,
        identity_clear=data.get("identity_clear"),
        accurate=data.get("accurate"),
        relevant=data.get("relevant"),
        within_authority=data.get("within_authority"),
        complete=data.get("complete"),
        confidential=case.confidential,
        conflict=data.get("conflict"),
        notes={item: note for item, note in data.get("notes", {}).items() if note},
        class_code=case.class_code,
        urgency=case.urgency,
        analysis=data.get("analysis") or data.get("reason", ""),
        missing=data.get("missing", []),
        told_how=data.get("told_how", ""),
        **signed(work, Role.SECTION_HEAD),
    )
    work.session.add(row)
    return row
