"""The applicant takes the complaint back, or never completes it (UU 25/2009 article 44)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from services.handoffs.intake_to_registry import CASE_ENDED_AT_DESK
from services.handoffs.intake_to_review import WITHDRAWAL_REQUESTED
from services.handoffs.outbox import post
from services.handoffs.outcomes import Outcome
from services.intake.actions import dossier
from services.intake.notices.milestones import tell_end
from services.intake.queries import case_for_update
from services.intake.rules import cases, nik
from services.intake.states import MOVES, State
from services.intake.tables import Complaint
from services.intake.tables.encrypted import read_draft
from services.shared.encryption.vault import Unreadable
from services.shared.jobs.rows import each
from services.shared.rights.moves import advance
from services.shared.unit_of_work import Work

LAPSED = "Batas waktu melengkapi berkas sudah lewat, sehingga pengaduan dianggap dicabut."
AT_ONCE = 200  # lapsed complaints in one run of the timer


def withdraw(work: Work, case_no: str, version: int | None, *, reason: str) -> Complaint:
    """The applicant withdraws at the desk: at once before the section head has it, otherwise by way of review."""
    complaint = case_for_update(work.session, case_no)
    known_to_review = complaint.round > 0
    verb = "request_withdrawal" if known_to_review else "withdraw"
    if not advance(MOVES, complaint, verb, work.actor, work.now, version):
        return complaint
    complaint.withdraw_reason = reason
    if known_to_review:
        work.audit(verb, case_no, f"Pemohon mencabut pengaduan: {reason}")
        _tell_review(work, complaint, reason)
    else:
        work.audit(verb, case_no, f"Pengaduan dicabut pemohon di loket: {reason}")
        _end_at_desk(work, complaint, f"Dicabut oleh pemohon: {reason}", _branch(complaint, "withdrawn"))
    return complaint


def expire(work: Work, complaint: Complaint) -> None:
    """Timed: the applicant did not complete the file in time; it counts as withdrawn."""
    known_to_review = complaint.round > 0
    advance(MOVES, complaint, "request_withdrawal" if known_to_review else "expire", work.actor, work.now, None)
    complaint.withdraw_reason = LAPSED
    work.audit("expire", complaint.case_no, LAPSED)
    if known_to_review:
        _tell_review(work, complaint, LAPSED)
    else:
        _end_at_desk(work, complaint, LAPSED, _branch(complaint, "lapsed"))
        tell_end(work, complaint, Outcome.WITHDRAWN)


def expire_all(work: Work) -> str:
    """Timed job: every file that has waited longer than ``limits.completion`` lapses, where ``completion.lapse``."""
    if not work.office.completion.lapse:
        return "tidak dijalankan: completion.lapse mati"
    statement = (
        select(Complaint)
        .where(Complaint.state == State.AWAITING_COMPLETION, Complaint.deadline < cases.local_day(work.now))
        .order_by(Complaint.deadline, Complaint.case_no)
        .limit(AT_ONCE)
        .with_for_update(of=Complaint, skip_locked=True)
    )
    due = work.session.execute(statement).unique().scalars().all()
    done = each(work, due, lambda complaint: complaint.case_no, lambda complaint: expire(work, complaint))
    return f"{len(done)} berkas lewat batas waktu"


def _tell_review(work: Work, complaint: Complaint, reason: str) -> None:
    complaint.deadline = None
    post(work, WITHDRAWAL_REQUESTED, complaint.case_no, {"reason": reason, "requested_at": work.now})


def _branch(complaint: Complaint, how: str) -> str:
    return f"{'3' if complaint.form is None else '4'}>{how}"


def _end_at_desk(work: Work, complaint: Complaint, summary: str, branch: str) -> None:
    message = "Pengaduan Anda telah dicabut dan tidak diproses lebih lanjut."
    dossier.close(complaint, Outcome.WITHDRAWN, message=message, branch=branch, ended_at=work.now)
    post(work, CASE_ENDED_AT_DESK, complaint.case_no, _register_entry(work, complaint, summary))
    dossier.post_dossier(work, complaint)


def _register_entry(work: Work, complaint: Complaint, summary: str) -> dict[str, Any]:
    return {
        "outcome": complaint.outcome,
        "branch": complaint.branch,
        "received_at": complaint.received_at,
        "ended_at": complaint.ended_at,
        **_applicant(work, complaint),
        "class_code": complaint.class_code,
        "category": complaint.form.category if complaint.form else "other",
        "title": complaint.form.title if complaint.form else complaint.purpose,
        "summary": summary,
        "officer": complaint.clerk_name,
        "told_at": None if summary == LAPSED else work.now,
        "told_how": "" if summary == LAPSED else "Di loket",
        "parts": ["intake"],
    }


def _applicant(work: Work, complaint: Complaint) -> dict[str, Any]:
    """Who withdrew: by the form, or by as much of it as was typed."""
    person = complaint.applicant
    if person is not None:
        hidden = person.confidential
        return {
            "applicant_name": cases.HIDDEN_NAME if hidden else person.name,
            "nik_masked": "*" * 16 if hidden else person.nik_masked,
            "village": work.office.villages.get(person.village, person.village_other),
            "confidential": hidden,
        }
    try:
        typed = read_draft(work.service.vault, complaint).get("applicant") or {}
    except Unreadable:  # its key is lost: nobody knows who it was, nor whether that may be told
        typed = {"confidential": "true"}
    hidden = str(typed.get("confidential", "")).lower() == "true"
    return {
        "applicant_name": cases.HIDDEN_NAME if hidden else typed.get("name") or "Tidak dicatat",
        "nik_masked": "*" * 16 if hidden else nik.mask(nik.clean(str(typed.get("nik", "")))),
        "village": work.office.villages.get(str(typed.get("village", "")), ""),
        "confidential": hidden,
    }
