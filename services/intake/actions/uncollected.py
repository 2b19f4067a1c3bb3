"""Step 17, the 'no' side: nobody comes for the letter. Timed: a last call, then the case ends without."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from services.handoffs.intake_to_review import LETTER_UNCOLLECTED
from services.handoffs.outbox import post
from services.intake.notices.milestones import Milestone, tell_applicant
from services.intake.rules import cases
from services.intake.rules.handover import call_on, last_day
from services.intake.states import State
from services.intake.tables import Complaint
from services.shared.calendar import clock
from services.shared.jobs.rows import at_most, each
from services.shared.unit_of_work import Work

AT_ONCE = 200  # letters in one run of the timer


def call_all(work: Work) -> str:
    """Timed job: the last call of every letter whose time is nearly over, and the end of those that had it."""
    if not work.office.handover.lapse:
        return "tidak dijalankan: handover.lapse mati"
    waiting = _waiting(work)
    done = each(work, waiting, lambda complaint: complaint.case_no, lambda complaint: _next(work, complaint))
    return f"{done.count('call')} panggilan terakhir, {done.count('end')} surat tidak diambil"


def _waiting(work: Work) -> list[Complaint]:
    """Letters past the day on which they were to be fetched; one without a deadline was given up before."""
    statement = (
        select(Complaint)
        .where(Complaint.state == State.READY_FOR_HANDOVER, Complaint.deadline < cases.local_day(work.now))
        .order_by(Complaint.letter_until.nulls_last(), Complaint.letter_ready_at, Complaint.case_no)
        .limit(at_most(work, AT_ONCE))
        .with_for_update(of=Complaint, skip_locked=True)
    )
    return list(work.session.execute(statement).unique().scalars())


def _next(work: Work, complaint: Complaint) -> str:
    today, before = cases.local_day(work.now), work.office.notices.applicant_before
    if complaint.letter_until is not None:
        return _give_up(work, complaint) if complaint.letter_until < today else ""
    until = last_day(cases.local_day(_ready(complaint)), today, work.office.handover, before, work.calendar)
    if until > call_on(today, before, work.calendar):
        return ""
    complaint.letter_until = until
    work.audit("last_call", complaint.case_no, f"Panggilan terakhir: surat ditunggu sampai {clock.long_date(until)}")
    tell_applicant(work, complaint, Milestone.LETTER_LAST, until.isoformat(), until=clock.long_date(until))
    return "call"


def _give_up(work: Work, complaint: Complaint) -> str:
    """Review has the last word on the end; until it comes, the letter is still handed over like any other."""
    assert complaint.letter_id is not None
    complaint.deadline = None
    number = complaint.letter_number
    work.audit("give_up", complaint.case_no, f"Surat nomor {number} tidak diambil sampai batas waktunya")
    body = {
        "letter_id": complaint.letter_id,
        "number": number,
        "ready_at": _ready(complaint),
        "given_up_at": work.now,
    }
    post(work, LETTER_UNCOLLECTED, complaint.case_no, body)
    return "end"


def _ready(complaint: Complaint) -> datetime:
    return complaint.letter_ready_at or complaint.moved_at
