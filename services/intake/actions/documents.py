"""Papers of the desk, kept with the case: printed once, stored unchanged, printed again from the store."""

from __future__ import annotations

from collections.abc import Sequence

from services.intake import papers
from services.intake.actions.files import keep
from services.intake.actions.signature import picture_of
from services.intake.tables import CaseFile, Complaint, Handover
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Work

PDF = "application/pdf"


def store_form(work: Work, complaint: Complaint) -> CaseFile:
    """Step 5: the complaint form as it goes to the section head."""
    return _store(
        work,
        complaint,
        "form",
        f"formulir-{complaint.case_no}.pdf",
        papers.form(work, complaint, picture_of(work, complaint)),
    )


def store_receipt(work: Work, complaint: Complaint, sent: Sequence[CaseFile], code: str | None) -> CaseFile:
    """Step 5: the receipt as it is kept: the tracking code stands on it masked."""
    pdf = papers.receipt(work, complaint, sent, code, kept=True)
    return _store(work, complaint, "receipt", f"tanda-terima-{complaint.case_no}-{complaint.round}.pdf", pdf)


def store_incomplete_note(work: Work, complaint: Complaint) -> CaseFile:
    """Step 4: what is missing, for the applicant to take home."""
    name = f"kekurangan-berkas-{complaint.case_no}.pdf"
    return _store(work, complaint, "incomplete_note", name, papers.incomplete_note(work, complaint))


def store_handover_note(work: Work, complaint: Complaint, row: Handover, signature: StoredObject | None) -> CaseFile:
    """Step 17: who got the letter."""
    picture = None
    if signature is not None and signature.content_type.startswith("image/"):
        picture = work.service.store.read(signature)
    pdf = papers.handover_note(work, complaint, row, picture)
    return _store(work, complaint, "handover_note", f"penyerahan-{complaint.case_no}.pdf", pdf)


def _store(work: Work, complaint: Complaint, role: str, name: str, pdf: bytes) -> CaseFile:
    bucket = work.service.settings.documents_bucket
    return keep(work, complaint.case_no, role, name, work.service.store.put_bytes(bucket, complaint.case_no, pdf, PDF))
