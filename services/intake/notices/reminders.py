"""The desk's reminders: a file that waits for the applicant, a meeting that is near, a letter that nobody fetches."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from services.intake.notices import invitations
from services.intake.notices.milestones import Milestone, tell_applicant
from services.intake.rules import cases
from services.intake.states import State
from services.intake.tables import Complaint
from services.shared.notices.posting import role
from services.shared.notices.reminders import Watch, horizon, remind
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work

WAITS = {
    State.AWAITING_COMPLETION: ("completion", "berkas {no} belum dilengkapi pemohon"),
    State.READY_FOR_HANDOVER: ("handover", "surat untuk {no} belum diambil pemohon"),
    State.INTAKE_CHECK: ("check", "berkas {no} belum diteruskan kepada Kasi"),
}


def remind_all(work: Work) -> str:
    """Timed job: reminds the clerks, and the applicant by the channel of the case, once per limit."""
    today = cases.local_day(work.now)
    early = work.calendar.deadline(today, work.office.notices.applicant_before)
    found = _waiting(work, max(early, horizon(work)))

    def told_and_watched(complaint: Complaint) -> Watch:
        _tell(work, complaint, today, early)
        return _watch(complaint)

    count = remind(work, found, lambda complaint: complaint.case_no, told_and_watched)
    return f"{count + invitations.remind(work)} pengingat baru"


def _tell(work: Work, complaint: Complaint, today: date, early: date) -> None:
    due = complaint.deadline
    assert due is not None
    if complaint.state == State.AWAITING_COMPLETION and today <= due <= early:
        tell_applicant(work, complaint, Milestone.COMPLETION_NEAR, due.isoformat())
    if complaint.state == State.READY_FOR_HANDOVER and due < today:
        tell_applicant(work, complaint, Milestone.LETTER_WAITS, due.isoformat())


def _waiting(work: Work, until: object) -> list[Complaint]:
    statement = select(Complaint).where(Complaint.state.in_(list(WAITS)), Complaint.deadline <= until)
    return list(work.session.execute(statement.order_by(Complaint.deadline)).unique().scalars())


def _watch(complaint: Complaint) -> Watch:
    kind, what = WAITS[State(complaint.state)]
    assert complaint.deadline is not None
    return Watch(
        kind=kind,
        subject=complaint.case_no,
        what=what.format(no=complaint.case_no),
        due=complaint.deadline,
        recipients=(role(Role.CLERK),),
        next_level=(role(Role.SECTION_HEAD),),
        link=f"/intake/complaints/{complaint.case_no}",
    )
