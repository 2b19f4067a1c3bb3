"""Step 1: a complaint that was opened by mistake. Its number stays in the book, explained; what was typed goes."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from services.handoffs import conflicts, holdings, settled
from services.handoffs.intake_to_registry import OPENING_CANCELLED
from services.handoffs.outbox import post
from services.intake.actions.erasing import KEEP
from services.intake.queries import case_for_update, words
from services.intake.rules.mistake import check_untold
from services.intake.states import MOVES, State
from services.intake.tables import (
    Applicant,
    Base,
    BookEntry,
    CaseFile,
    Complaint,
    ComplaintForm,
    ComplaintWords,
    Likeness,
    ReportedPerson,
    Represented,
    Withdrawal,
    Witness,
)
from services.shared.encryption import erasing
from services.shared.rights.moves import advance
from services.shared.unit_of_work import Work

TYPED = (Applicant, Represented, ComplaintForm, ReportedPerson, Witness)
PURPOSE = "Salah buka"


def cancel_opening(work: Work, case_no: str, version: int | None, *, reason: str) -> Complaint:
    """Step 1 undone: the complaint was opened by mistake, and nobody was handed or told anything of it.

    Number and line in the book stay, with the reason, and the registry has a row that says why the number has no case;
    what was typed of people is forgotten, whom it barred in other services too, and files are destroyed.

    Raises:
        Unavailable: the store does not answer; nothing was done.
        Stale: somebody else changed it since, or it was forwarded, told, or marked urgent.
    """
    complaint = case_for_update(work.session, case_no)
    if complaint.state in {State.DRAFT_INTAKE, State.INTAKE_CHECK}:
        withdrawn = work.session.scalar(select(Withdrawal.id).filter_by(case_no=case_no).limit(1)) is not None
        check_untold(complaint.round, complaint.urgent_at, complaint.returned_at, withdrawn=withdrawn)
    if not advance(MOVES, complaint, "cancel_opening", work.actor, work.now, version):
        return complaint  # pressed twice
    _forget(work, complaint)
    complaint.mistake, complaint.ended_at, complaint.purpose = reason, work.now, PURPOSE
    told = {"opened_at": complaint.received_at, "cancelled_at": work.now, "cancelled_by": work.actor.name}
    post(work, OPENING_CANCELLED, case_no, told | {"reason": reason})
    removed = holdings.destroy(work.service.store, work.service.settings, "intake", case_no)
    work.audit("cancel_opening", case_no, f"Salah buka: {reason}", objects=removed)
    return complaint


def _forget(work: Work, complaint: Complaint) -> None:
    """What was typed is nobody's complaint, so nobody's retention would ever end it; here, or where it was told."""
    case_no, session = complaint.case_no, work.session
    complaint.draft = complaint.draft_nik_index = None
    complaint.village = complaint.paper_who = complaint.paper_place = ""
    session.flush()
    known = words.of_case(session, case_no)
    session.execute(delete(Likeness).where((Likeness.case_no == case_no) | (Likeness.other_no == case_no)))
    for table in (*TYPED, ComplaintWords):
        session.execute(delete(table).where(table.case_no == case_no))
    words.forget(session, known)
    session.execute(update(BookEntry).filter_by(case_no=case_no).values(visitor="", purpose=PURPOSE))
    settled.forget(session, case_no)
    conflicts.forget(work, case_no)
    conflicts.tell_forgotten(work, case_no, work.now)
    gone = {"removed_at": work.now, "removed_by": work.actor.username}
    mine = CaseFile.case_no == case_no
    erasing.erase(session, Base.metadata.tables[CaseFile.__tablename__], mine, KEEP["case_file"])
    session.execute(update(CaseFile).where(mine).values(gone))
    session.expire(complaint)
