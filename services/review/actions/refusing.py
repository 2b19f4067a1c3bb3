"""Step 7, the 'no' side, once the office's letter speaks: what is told when it is signed, and how the case ends."""

from __future__ import annotations

from services.handoffs.outbox import post
from services.handoffs.outcomes import Stage
from services.handoffs.review_to_intake import CASE_PROGRESSED
from services.review.actions.ending import finish
from services.review.queries.cases import entries
from services.review.rules.choices import WAYS_OF_TELLING
from services.review.rules.verification import NO
from services.review.tables import Case, Letter, Verification
from services.shared.unit_of_work import Work

SIGNED = "Pengaduan Anda tidak dapat kami tindak lanjuti. Surat pemberitahuan dengan alasannya sedang diregistrasi."


def tell_refused(work: Work, case: Case) -> None:
    """The letter is signed: now it is a decision of the office, and the front desk may say so."""
    body = {"stage": Stage.LETTER, "at": work.now, "note": SIGNED, "deadline": case.deadline}
    post(work, CASE_PROGRESSED, case.case_no, body | ({"confidential": True} if case.confidential else {}))


def end_refused(work: Work, case: Case, letter: Letter) -> None:
    """Step 17: the applicant holds the letter; the case has ended, with the reason. The desk adds the next instance."""
    proposed = [row for row in entries(work.session, Verification, case.case_no) if row.result in NO][-1]
    reason = proposed.analysis.rstrip(". ")
    work.audit("complete_letter", case.case_no, f"Pengaduan ditolak dengan surat nomor {letter.number}")
    finish(
        work,
        case,
        message=f"Pengaduan Anda ditolak dengan surat nomor {letter.number} yang sudah diserahkan. Alasan: {reason}.",
        summary=f"Ditolak: {reason}.",
        told_at=letter.handed_at,
        told_how=WAYS_OF_TELLING.get(proposed.told_how or "", "Surat"),
        letter_number=letter.number,
    )
