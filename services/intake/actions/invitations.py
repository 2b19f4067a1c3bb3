"""Step 8b at the desk: people are invited, the appointment is moved, called off, held; the papers are given.

A message that comes late, or when the complaint has ended, changes nothing but the trail.
"""

from __future__ import annotations

import uuid
from typing import Any

from services.handoffs.envelope import Envelope
from services.handoffs.evidence_ref import as_kept
from services.handoffs.outcomes import MeetingKind
from services.intake.notices import invitations as notices
from services.intake.notices.milestones import Milestone, tell_applicant
from services.intake.queries import case_for_update
from services.intake.queries import invitations as queries
from services.intake.rules.cases import local_day
from services.intake.rules.invitation import KINDS, WAYS_OF_GIVING, when
from services.intake.states import CLOSED, RIGHTS
from services.intake.tables import CaseFile, Complaint, Invitation
from services.shared.errors import Stale
from services.shared.unit_of_work import Work

OFF = {True: "sudah lewat, tanpa catatan hasil", False: "tidak jadi"}  # by whether its day has passed
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
    row = row or _begun(work, complaint, body["meeting_id"])
    _plan(work, complaint, row, body)
    said = f"{KINDS[MeetingKind(row.kind)]}: {when(row.held_on, row.clock_time)} di {row.place}"
    verb = "invited" if milestone == Milestone.INVITED else "meeting_moved"
    work.audit(verb, complaint.case_no, said, papers=row.papers)
    notices.announce(work, complaint, row, milestone, envelope.id)


def papers_came(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """Step 8b: letters of the appointment, or of its being called off, are sealed: to be printed and given."""
    complaint = case_for_update(work.session, envelope.case_no)
    row = queries.one(work.session, body["meeting_id"])
    if row is None or row.state == "held" or complaint.state in CLOSED:
        return
    papers = [_keep(work, complaint, paper) for paper in body["papers"]]
    if (papers, body["awaited"]) == (row.papers, row.awaited):
        return
    row.papers, row.awaited = papers, body["awaited"]
    row.given_at, row.given_by, row.given_how = None, "", ""
    left = f"; {row.awaited} masih menunggu tanda tangan" if row.awaited else ""
    work.audit("invitation_papers", complaint.case_no, f"{len(papers)} surat siap dicetak{left}", papers=papers)
    notices.tell_papers(work, complaint, row)


def _keep(work: Work, complaint: Complaint, ref: dict[str, Any]) -> str:
    if work.session.get(CaseFile, ref["id"]) is None:
        work.session.add(CaseFile(case_no=complaint.case_no, **as_kept(ref) | {"role": "invitation"}))
    return str(ref["id"])


def _begun(work: Work, complaint: Complaint, meeting_id: uuid.UUID) -> Invitation:
    row = Invitation(meeting_id=meeting_id, case_no=complaint.case_no, papers=[])
    work.session.add(row)
    return row


def _plan(work: Work, complaint: Complaint, row: Invitation, body: dict[str, Any]) -> None:
    """The appointment as review has it now; its papers are new ones, and nobody has them yet."""
    for name in SET:
        setattr(row, name, body[name])
    row.state, row.told_at, row.given_at, row.given_by, row.given_how = "planned", work.now, None, "", ""
    row.papers, row.awaited = [_keep(work, complaint, paper) for paper in body["papers"]], 0


def called_off(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """Step 8b: there will be no meeting. That the case itself has ended is told apart."""
    row = _waiting(work, envelope, body)
    if row is None:
        return
    past = row.held_on < local_day(work.now)
    row.state, row.papers, row.awaited = "cancelled", [], 0
    notices.no_more(work, row)
    if row.given_at is not None and not past:
        notices.tell_desk_off(work, row)
    work.audit("meeting_off", row.case_no, f"Pertemuan {when(row.held_on, row.clock_time)} {OFF[past]}")
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


def _to_be_given(work: Work, case_no: str) -> Invitation:
    """The invitation whose papers wait at the desk; raises Stale."""
    row = queries.at_desk(work.session, case_no)
    if row is not None and not row.papers:
        raise Stale("Surat undangan belum ditandatangani, jadi belum ada yang disampaikan.")
    if row is None or row.given_at is not None:
        raise Stale("Tidak ada undangan yang menunggu; mungkin rekan Anda sudah menyampaikannya.")
    return row


def give_invitation(work: Work, case_no: str, *, how: str) -> Complaint:
    """The papers are printed and on their way to whoever is invited: nobody else has to do it.

    Raises:
        Forbidden: not a clerk. Stale: no papers wait (any more).
    """
    RIGHTS.check("give_invitation", work.actor, "Hanya petugas layanan yang menyampaikan undangan.")
    complaint = case_for_update(work.session, case_no)
    row = _to_be_given(work, case_no)
    row.given_at, row.given_by, row.given_how = work.now, work.actor.name, how
    notices.papers_given(work, row, here=how == "desk")
    work.audit("give_invitation", case_no, f"Undangan disampaikan: {WAYS_OF_GIVING[how].lower()}")
    return complaint
