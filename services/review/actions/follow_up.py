"""Step 13: the team carries out the decision, tells the applicant, and the case ends."""

from __future__ import annotations

from datetime import date, datetime

from services.review.actions.conveyance import file_record
from services.review.actions.decision import standing
from services.review.actions.ending import finish
from services.review.actions.moving import step
from services.review.actions.signing import signed
from services.review.queries.cases import files, letters
from services.review.rules import dates
from services.review.rules.choices import WAYS_OF_TELLING
from services.review.rules.telling import went
from services.review.tables import Case, Decision, FollowUp, Letter
from services.shared.errors import RuleBroken
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work


@step
def convey_and_close(
    work: Work,
    case: Case,
    *,
    told_to: str,
    told_how: str,
    told_at: datetime | None,
    reference: str,
    reference_on: date | None,
    due_on: date | None,
    summary: str,
    signature_applicant: str,
) -> None:
    """Step 13 after 12a, 12c or 12d: the applicant is told; the case ends.

    Raises:
        RuleBroken: a requested letter has no number yet; 12c without reference or receipt.
    """
    moment = dates.told_moment(told_at, case.received_at, work.now)
    decision = standing(work, case.case_no)
    letter = _registered_letter(work, decision)
    row = FollowUp(
        case_no=case.case_no,
        step=decision.step,
        told_at=moment,
        told_to=told_to,
        told_how=told_how,
        summary=summary,
        reference=_reference(work, case, decision, letter, reference),
        reference_on=_reference_on(work, reference, reference_on, letter),
        due_on=_partner_due(work, decision, due_on),
        **signed(work, Role.TEAM),
    )
    work.session.add(row)
    file_record(work, case, row, signature_applicant, decision, letter)
    work.audit("convey_and_close", case.case_no, f"Disampaikan kepada pemohon dan ditutup: {summary}")
    finish(
        work,
        case,
        message=_message(decision, row, letter),
        summary=summary,
        told_at=moment,
        told_how=WAYS_OF_TELLING[told_how],
        letter_number=letter.number if letter else "",
    )


def _partner_due(work: Work, decision: Decision, given: date | None) -> date | None:
    """12c and 12d: the day by which the partner's answer is awaited, as given or by the office's limit."""
    if decision.step not in {"12c", "12d"}:
        return None
    today = dates.today(work.now)
    if given is None:
        limit = work.office.limit("agency_answer") or work.office.limits["partner_answer"]
        return work.calendar.deadline(today, limit)
    dates.check_not_past("due_on", given, today)
    return given


def _registered_letter(work: Work, decision: Decision) -> Letter | None:
    """The letter of this decision; raises RuleBroken while it has no number."""
    wanted = [row for row in letters(work.session, decision.case_no) if row.letter_id == decision.letter_id]
    if wanted and wanted[0].progress not in {"registered", "handed_over"}:
        raise RuleBroken(
            "Surat untuk keputusan ini belum diregistrasi. Selesaikan surat sampai bernomor, baru tutup pengaduan ini."
        )
    return wanted[0] if wanted else None


def _reference(work: Work, case: Case, decision: Decision, letter: Letter | None, given: str) -> str:
    """What proves that the case was handed over: the reference given, else the letter's number (12c).

    Of a report (12d) only the number that law enforcement gave it, which may come later (``note_report_number``).
    """
    if decision.step == "12d":
        return given
    found = given or (letter.number if letter else "")
    receipt = any(file.role == "follow_up" for file in files(work.session, case.case_no))
    if decision.step == "12c" and not found and not receipt:
        text = "Tulis nomor dan tanggal pelimpahan, atau lampirkan tanda terimanya."
        raise RuleBroken(text, {"reference": [text]})
    return found


def _reference_on(work: Work, reference: str, given: date | None, letter: Letter | None) -> date | None:
    """The day of the reference: as given, or the letter's own; raises RuleBroken for one that has not come."""
    if given is not None:
        dates.check_not_future("reference_on", given, dates.today(work.now))
    if reference and (letter is None or reference != letter.number):
        return given
    return letter.dated if letter else None


def _message(decision: Decision, row: FollowUp, letter: Letter | None) -> str:
    if decision.step == "12a":
        return f"Tanggapan Camat telah disampaikan kepada Anda: {row.summary}"
    where = went(decision.step, decision.partner_name, row.reference, row.reference_on, letter)
    return f"{where} {row.summary}"
