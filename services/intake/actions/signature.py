"""Step 3: the applicant signs the complaint form: on the pad at the desk, or on paper, whose scan is kept."""

from __future__ import annotations

from collections.abc import Iterable

from services.intake.actions.files import keep
from services.intake.queries import file_of
from services.intake.tables import CaseFile, Complaint
from services.shared.errors import Missing
from services.shared.files.signature_pad import store_signature
from services.shared.unit_of_work import Work

DRAWN, SCANNED = "form_signature", "signed_form"


def sign_form(work: Work, complaint: Complaint, drawn: str) -> None:
    """Keep what the applicant drew under the form as it is now; nothing where nothing was drawn. Raises RuleBroken."""
    stored = store_signature(work.service, work.service.settings.evidence_bucket, complaint.case_no, drawn)
    if stored is None or complaint.form is None:
        return
    file = keep(work, complaint.case_no, DRAWN, "tanda-tangan-formulir.png", stored)
    complaint.form.signature_id = file.id
    work.audit("sign_form", complaint.case_no, "Pemohon menandatangani formulir di layar", file=str(file.id))


def unsign(work: Work, complaint: Complaint) -> None:
    """The form was changed: what was drawn stood under other words. A scan stays; it shows what was signed."""
    if complaint.form is None or complaint.form.signature_id is None:
        return
    file = file_of(work.session, complaint.case_no, complaint.form.signature_id)
    if file.round is None:
        file.removed_at, file.removed_by = work.now, work.actor.username
    complaint.form.signature_id = None


def is_signed(complaint: Complaint, kept: Iterable[CaseFile]) -> bool:
    """Whether the form is signed, on the pad or on paper."""
    drawn = complaint.form.signature_id if complaint.form else None
    return drawn is not None or any(file.role == SCANNED for file in kept)


def picture_of(work: Work, complaint: Complaint) -> bytes | None:
    """What the applicant drew, for the form on paper; None where the form was signed by hand, or not at all."""
    if complaint.form is None or complaint.form.signature_id is None:
        return None
    try:
        file = file_of(work.session, complaint.case_no, complaint.form.signature_id)
    except Missing:
        return None
    return work.service.store.read(file.stored)
