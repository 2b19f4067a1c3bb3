"""Step 8b at the desk: people are invited, the appointment is moved, called off, held; the papers are given.

A message that comes late, or when the complaint has ended, changes nothing but the trail.
"""

from __future__ import annotations

from typing import Any

from services.handoffs.envelope import Envelope
from services.handoffs.outcomes import MeetingKind
from services.intake.notices import invitations as notices
from services.intake.notices.milestones import Milestone, tell_applicant
from services.intake.queries import case_for_update
from services.intake.queries import invitations as queries
from services.intake.rules.invitation import KINDS, WAYS_OF_GIVING, when
from services.intake.states import CLOSED, RIGHTS
from services.intake.tables import CaseFile, Complaint, Invitation
from services.shared.errors import Forbidden, Stale
from services.shared.unit_of_work import Work

SET = ("kind", "held_on", "clock_time", "place", "purpose")


def invited(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """Step 8b: the applicant is invited; the papers wait at the desk."""
    _set(work, envelope, body, Milestone.INVITED)


def changed(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """Step 8b: another day, hour or place. Of an appointment that was made before the desk heard of any, the first."""
    _set(work, envelope, body, Milestone.MEETING_MOVED)


def _set(work: Work, envelope: Envelope, body: dict[str, Any], milestone: Milestone) -> None:
    complaint = case_for_update(work.session, envelope.case_no)
    if complaint.state in CLOSED:
        return
    row = queries.one(work.session, body["meeting_id"])
    if row is not None and row.state == "planned" and all(getattr(row, name) == body[name] for name in SET):
        return  # as it is already
    if row is None:
        row = Invitation(meeting_id=body["meeting_id"], case_no=complaint.case_no, papers=[])
        work.session.add(row)
    for name in SET:
        setattr(row, name, body[name])
    row.state, row.told_at, row.given_at, row.given_by, row.given_how = "planned", work.now, None, "", ""
    row.papers = [_keep(work, complaint, paper) for paper in body["papers"]]
    said = f"{KINDS[MeetingKind(row.kind)]}: {when(row.held_on, row.clock_time)} di {row.place}"
    verb = "invited" if milestone == Milestone.INVITED else "meeting_moved"
    work.audit(verb, complaint.case_no, said, papers=row.papers)
    notices.announce(work, complaint, row, milestone, envelope.id)


def _keep(work: Work, complaint: Complaint, ref: dict[str, Any]) -> str:
    if work.session.get(CaseFile, ref["id"]) is None:
        work.session.add(CaseFile(case_no=complaint.case_no, **ref | {"role": "invitation"}))
    return str(ref["id"])


def called_off(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """Step 8b: there will be no meeting. That the case itself has ended is told apart."""
    row = _waiting(work, envelope, body)
    if row is None:
        return
    row.state = "cancelled"
    notices.no_more(work, row)
    work.audit("meeting_off", row.case_no, f"Pertemuan {when(row.held_on, row.clock_time)} tidak jadi")
    complaint = case_for_update(work.session, row.case_no)
    if complaint.state not in CLOSED and not body["ended"]:
        notices.tell_off(work, complaint, row, envelope.id)


def drop(work: Work, complaint: Complaint) -> None:
    """The complaint has ended, by whichever way: nobody is invited any more."""
    row = queries.planned(work.session, complaint.case_no)
    if row is not None:
        row.state = "cancelled"
        notices.no_more(work, row)


def held(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """Step 8b: the meeting was held; what was said stays with review."""
    row = _waiting(work, envelope, body)
    if row is None:
        return
    row.state = "held"
    notices.no_more(work, row)
    work.audit("meeting_held", row.case_no, f"Pertemuan {when(row.held_on, row.clock_time)} sudah dilaksanakan")


def promise_broken(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """After a mediation: a promise was not kept, and the case has ended; the applicant may complain anew."""
    complaint = case_for_update(work.session, envelope.case_no)
    work.audit("promise_broken", complaint.case_no, "Janji perdamaian tidak ditepati; pemohon dapat mengadu lagi")
    tell_applicant(work, complaint, Milestone.PROMISE_BROKEN, str(body["promise_id"]))


def _waiting(work: Work, envelope: Envelope, body: dict[str, Any]) -> Invitation | None:
    case_for_update(work.session, envelope.case_no)
    row = queries.one(work.session, body["meeting_id"])
    return row if row is not None and row.state == "planned" else None


def give_invitation(work: Work, case_no: str, *, how: str) -> Complaint:
    """The papers are printed and on their way to whoever is invited: nobody else has to do it.

    Raises:
        Forbidden: not a clerk. Stale: no papers wait (any more).
    """
    if not RIGHTS.may("give_invitation", work.actor):
        raise Forbidden("Hanya petugas layanan yang menyampaikan undangan.")
    complaint = case_for_update(work.session, case_no)
    row = queries.planned(work.session, case_no)
    if row is None or row.given_at is not None:
        raise Stale("Tidak ada undangan yang menunggu; mungkin rekan Anda sudah menyampaikannya.")
    row.given_at, row.given_by, row.given_how = work.now, work.actor.name, how
    notices.papers_given(work, row, here=how == "desk")
    work.audit("give_invitation", case_no, f"Undangan disampaikan: {WAYS_OF_GIVING[how].lower()}")
    return complaint
