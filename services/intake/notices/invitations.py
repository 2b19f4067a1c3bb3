"""Who hears of an appointment (8b): the applicant by the own channel, the clerks who print the papers.

Both are about the appointment as it is set now: once it is moved, called off or held, nobody needs to tell it.
"""

from __future__ import annotations

from sqlalchemy import select

from services.intake.notices.milestones import Milestone, tell_applicant
from services.intake.rules import cases
from services.intake.rules.invitation import when
from services.intake.tables import Complaint, Invitation
from services.shared.jobs.rows import each
from services.shared.notices.ending import NEWS, over
from services.shared.notices.posting import role, tell
from services.shared.rights.people import Role
from services.shared.unit_of_work import Work


def announce(work: Work, complaint: Complaint, row: Invitation, milestone: Milestone, message: str) -> None:
    """Told once for each message of review: the applicant when; the clerks, as soon as papers wait to be printed."""
    no_more(work, row)
    told = when(row.held_on, row.clock_time)
    tell_applicant(work, complaint, milestone, message, about=about(row), when=told)
    if row.papers:
        tell_papers(work, complaint, row)


def tell_papers(work: Work, complaint: Complaint, row: Invitation) -> None:
    """The clerks hear once for each schedule that letters wait to be printed, however many are signed one by one."""
    what = "Pembatalan undangan" if row.state == "cancelled" else "Undangan"
    tell(
        work,
        (role(Role.CLERK),),
        kind="invitation",
        subject=complaint.case_no,
        occasion=f"{row.meeting_id}:{row.state}:{row.told_at.isoformat()}",
        text=f"{what} untuk {complaint.case_no} siap dicetak; pertemuan {when(row.held_on, row.clock_time)}.",
        link=_link(complaint.case_no),
        about=papers_of(row),
    )


def tell_desk_off(work: Work, row: Invitation) -> None:
    """Invitations were given already: whoever has one has to hear that nobody need come."""
    told = when(row.held_on, row.clock_time)
    tell(
        work,
        (role(Role.CLERK),),
        kind="invitation_off",
        subject=row.case_no,
        occasion=f"{row.meeting_id}:{row.told_at.isoformat()}",
        text=f"Pertemuan {row.case_no} pada {told} tidak jadi. Beri tahu yang sudah diundang.",
        link=_link(row.case_no),
        about=NEWS,
    )


def _link(case_no: str) -> str:
    return f"/intake/complaints/{case_no}#card-invitation"


def tell_off(work: Work, complaint: Complaint, row: Invitation, message: str) -> None:
    """The meeting does not take place: news, which stay until they are told."""
    told = when(row.held_on, row.clock_time)
    tell_applicant(work, complaint, Milestone.MEETING_OFF, message, about=NEWS, when=told)


def no_more(work: Work, row: Invitation) -> None:
    """What was told of this appointment before holds no more."""
    over(work.session, [about(row), papers_of(row)], work.actor.username, work.now)


def papers_given(work: Work, row: Invitation, *, here: bool) -> None:
    """Nobody has to print them any more; ``here``: the applicant has the own one in hand, and knows it by that."""
    done = [papers_of(row), *([about(row)] if here else [])]
    over(work.session, done, work.actor.username, work.now)


def papers_of(row: Invitation) -> str:
    """What the clerks' bells are about: the papers, which wait to be printed."""
    return f"papers:{row.meeting_id}"


def about(row: Invitation) -> str:
    """What the notices of an appointment are about."""
    return f"invitation:{row.meeting_id}"


def remind(work: Work) -> int:
    """Timed: on the working day before, the applicant is reminded, once for each day and hour.

    Not on the day on which the appointment itself was told.
    """
    today = cases.local_day(work.now)
    planned = select(Invitation).where(Invitation.state == "planned", Invitation.held_on > today)
    near = planned.where(Invitation.held_on <= work.calendar.add(today, 1)).order_by(Invitation.held_on)
    early = [row for row in work.session.scalars(near) if cases.local_day(row.told_at) < today]
    return sum(each(work, early, lambda row: row.case_no, lambda row: _remind(work, row)))


def _remind(work: Work, row: Invitation) -> int:
    occasion = f"{row.meeting_id}:{row.held_on.isoformat()}:{row.clock_time}"
    told = when(row.held_on, row.clock_time)
    complaint = work.session.get_one(Complaint, row.case_no)
    return int(tell_applicant(work, complaint, Milestone.MEETING_NEAR, occasion, about=about(row), when=told))
