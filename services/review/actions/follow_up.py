"""Step 13: the team carries out the decision, tells the applicant, and the case ends."""

from __future__ import annotations

from datetime import date
from typing import Any

from services.review import rules
from services.review.actions import documents
from services.review.actions.decision import standing
from services.review.actions.ending import finish
from services.review.actions.moving import step
from services.review.actions.signing import signed
from services.review.queries.cases import entries, files, is_member, letters, visible_case
from services.review.tables import Case, Decision, FollowUp, Letter
from services.shared.errors import Missing, RuleBroken, Stale
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work


def convey_and_close(work: Work, case_no: str, version: int | None, data: dict[str, Any]) -> Case:
    """Step 13 after 12a, 12c or 12d: the applicant is told; the case ends.

    Raises:
        RuleBroken: a requested letter has no number yet; 12c without reference or receipt; 12d without report number.
    """
    case, moved = step(work, case_no, "convey_and_close", version)
    if not moved:
        return case
    told_at = rules.told_moment(data.get("told_at"), case.received_at, work.now)
    decision = standing(work, case_no)
    letter = _registered_letter(work, decision)
    row = FollowUp(
        case_no=case_no,
        step=decision.step,
        told_at=told_at,
        told_to=data["told_to"],
        told_how=data["told_how"],
        summary=data["summary"],
        reference=_reference(work, case, decision, letter, data["reference"]),
        due_on=_partner_due(work, decision, data["due_on"]),
        **signed(work, Role.TEAM),
    )
    work.session.add(row)
    documents.file_follow_up(work, case, row, decision)
    work.audit("convey_and_close", case_no, f"Disampaikan kepada pemohon dan ditutup: {row.summary}")
    finish(
        work,
        case,
        message=_message(decision, row),
        summary=row.summary,
        told_at=told_at,
        told_how=rules.WAYS_OF_TELLING[row.told_how],
        letter_number=letter.number if letter else "",
    )
    return case


def _partner_due(work: Work, decision: Decision, given: date | None) -> date | None:
    """12c and 12d: the day by which the partner's answer is awaited, as given or by the office's limit."""
    if decision.step not in {"12c", "12d"}:
        return None
    today = rules.today(work.now)
    if given is None:
        limit = work.office.limit("agency_answer") or work.office.limits["partner_answer"]
        return work.calendar.deadline(today, limit)
    rules.check_not_past("due_on", given, today)
    return given


def note_partner_answer(work: Work, case_no: str, version: int | None, data: dict[str, Any]) -> Case:
    """After 12c and 12d: the partner answered, or is no longer awaited. The case stays ended; its story goes on.

    Raises:
        Missing, Forbidden: not a member of this case, or a conflict of interest.
        Stale: nothing is awaited (any more). RuleBroken: a day that has not come yet.
    """
    case = visible_case(work.session, case_no, work.actor, lock=True)
    if not is_member(work.session, case_no, work.actor.username):
        raise Missing("Pengaduan ini tidak didisposisikan kepada Anda.")
    awaited = [row for row in entries(work.session, FollowUp, case_no) if row.due_on is not None]
    given = (data["answer"], data["answered_on"], work.actor.username)
    if awaited and (awaited[-1].answer, awaited[-1].answered_on, awaited[-1].answered_by) == given:
        return case  # the same button pressed twice
    if not awaited or awaited[-1].answered_on is not None:
        raise Stale("Tidak ada jawaban mitra yang ditunggu pada pengaduan ini. Muat ulang halaman.")
    rules.check_not_future("answered_on", data["answered_on"], rules.today(work.now))
    row = awaited[-1]
    row.answer, row.answered_on, row.answered_by = given
    work.audit("note_partner_answer", case_no, f"Jawaban mitra dicatat: {row.answer}")
    return case


def _registered_letter(work: Work, decision: Decision) -> Letter | None:
    """The letter of this decision; raises RuleBroken while it has no number."""
    wanted = [row for row in letters(work.session, decision.case_no) if row.letter_id == decision.letter_id]
    if wanted and wanted[0].progress not in {"registered", "handed_over"}:
        raise RuleBroken(
            "Surat untuk keputusan ini belum diregistrasi. Selesaikan surat sampai bernomor, baru tutup pengaduan ini."
        )
    return wanted[0] if wanted else None


def _reference(work: Work, case: Case, decision: Decision, letter: Letter | None, given: str) -> str:
    """What proves that the case was handed over or reported: the reference given, else the letter's number."""
    found = given or (letter.number if letter else "")
    receipt = any(file.role == "follow_up" for file in files(work.session, case.case_no))
    if decision.step == "12c" and not found and not receipt:
        text = "Tulis nomor dan tanggal pelimpahan, atau lampirkan tanda terimanya."
        raise RuleBroken(text, {"reference": [text]})
    if decision.step == "12d" and not found:
        text = "Tulis nomor laporan atau surat tanda penerimaan laporan."
        raise RuleBroken(text, {"reference": [text]})
    return found


def _message(decision: Decision, row: FollowUp) -> str:
    number = f" ({row.reference})" if row.reference else ""
    return {
        "12a": f"Tanggapan Camat telah disampaikan kepada Anda: {row.summary}",
        "12c": f"Pengaduan Anda dilimpahkan kepada {decision.partner_name}{number}. {row.summary}",
        "12d": f"Pengaduan Anda dilaporkan kepada {decision.partner_name}{number}. {row.summary}",
    }[decision.step]
