"""Step 4: the clerk checks identity, substance and completeness; an incomplete file waits for the applicant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete

from services.handoffs.envelope import Envelope
from services.intake.actions import documents
from services.intake.actions.signature import is_signed, sign_form
from services.intake.notices.milestones import Milestone, tell_applicant, tell_desk
from services.intake.queries import case_for_update, files
from services.intake.rules import cases
from services.intake.states import MOVES, State
from services.intake.tables import CaseFile, CheckRow, Complaint
from services.shared.errors import RuleBroken
from services.shared.rights.moves import advance
from services.shared.unit_of_work import Work

Items = Sequence[dict[str, Any]]


def return_incomplete(work: Work, case_no: str, version: int | None, *, items: Items, signature: str = "") -> Complaint:
    """Step 4, the 'no' side: what is missing is written down and printed; the file waits for ``limits.completion``.

    Raises:
        RuleBroken: an item without a fitting verdict, nothing missing, or something missing without a note.
    """
    complaint = case_for_update(work.session, case_no)
    kept = files(work.session, case_no)
    if not advance(MOVES, complaint, "return_incomplete", work.actor, work.now, version):
        return complaint
    check_items(work, complaint, items, kept, signature)
    missing = cases.missing_items(items, work.office.checklist)
    if not missing:
        raise RuleBroken("Tidak ada yang kurang: teruskan berkas ini kepada Kasi.")
    wait_for_applicant(work, complaint, missing, reason="", returned_by="")
    write_checklist(work, complaint, items)
    sign_form(work, complaint, signature)
    work.audit("return_incomplete", case_no, f"Berkas belum lengkap: {'; '.join(missing)}")
    tell_applicant(work, complaint, Milestone.INCOMPLETE, work.now.isoformat(), here=True)
    documents.store_incomplete_note(work, complaint)
    return complaint


def letter_came(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """Step 6, the 'no' side: the office's letter that says what is missing is sealed; the desk prints and sends it."""
    complaint = case_for_update(work.session, envelope.case_no)
    if complaint.state != State.AWAITING_COMPLETION or work.session.get(CaseFile, body["file"]["id"]) is not None:
        return
    name = f"Surat pemberitahuan kekurangan {complaint.case_no}.pdf"
    kept = CaseFile(case_no=complaint.case_no, **body["file"] | {"role": "notice_letter", "name": name})
    work.session.add(kept)
    work.audit("notice_letter", complaint.case_no, f"Surat kekurangan berkas nomor {body['number']} siap dikirim")
    tell_desk(work, complaint, "Surat kekurangan berkas untuk {no} siap dicetak dan dikirim", "notice_letter")


def wait_for_applicant(work: Work, complaint: Complaint, missing: list[str], *, reason: str, returned_by: str) -> None:
    """The complaint waits until the applicant completes it, at most for ``limits.completion``."""
    complaint.missing, complaint.return_reason, complaint.returned_by = missing, reason, returned_by
    complaint.returned_at = work.now
    complaint.deadline = work.calendar.deadline(cases.local_day(work.now), work.office.limits["completion"])


def complete_documents(work: Work, case_no: str, version: int | None, *, note: str) -> Complaint:
    """Step 4: the applicant came back with what was missing; the clerk checks again."""
    complaint = case_for_update(work.session, case_no)
    if not advance(MOVES, complaint, "complete_documents", work.actor, work.now, version):
        return complaint
    complaint.deadline = complaint.answer_by
    work.audit("complete_documents", case_no, "Pemohon melengkapi berkas", remark=note)
    return complaint


def check_items(work: Work, complaint: Complaint, items: Items, kept: Sequence[CaseFile], drawn: str) -> None:
    """Raises RuleBroken where a verdict is lacking or does not fit the case, its files and the ``drawn`` signature."""
    evidence = [file for file in kept if file.role == cases.EVIDENCE]
    official = complaint.official is not None
    signed = bool(drawn) or is_signed(complaint, kept)
    cases.check_items(items, work.office.checklist, official=official, evidence_files=len(evidence), signed=signed)


def write_checklist(work: Work, complaint: Complaint, items: Items) -> list[CheckRow]:
    """Keep the verdicts in the office's order, in place of those of the check before."""
    given = {row["item"]: row for row in items}
    work.session.execute(delete(CheckRow).where(CheckRow.case_no == complaint.case_no))
    by = {"case_no": complaint.case_no, "checked_at": work.now, "checked_by": work.actor.username}
    rows = [
        CheckRow(position=position, label=label, **given[item], **by)
        for position, (item, label) in enumerate(work.office.checklist.items())
    ]
    work.session.add_all(rows)
    return rows
