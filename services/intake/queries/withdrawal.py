"""The withdrawal of a case: what waits, what came of earlier ones, and whether the applicant knows of it."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Exists, String, bindparam, exists, func, select
from sqlalchemy.orm import Session

from services.intake.notices.milestones import Milestone
from services.intake.rules.notices import APPLICANT
from services.intake.rules.withdrawal import must_be_confirmed
from services.intake.tables import CaseFile, Complaint, Withdrawal
from services.shared.audit.trail import audit
from services.shared.files.scanner import Scan
from services.shared.notices.tables import notice

_CHANGED = ("change_channel", "correct_applicant")  # after these a message may go to somebody else
WAITING = select(Withdrawal).where(
    Withdrawal.case_no == bindparam("case_no", type_=String), Withdrawal.settled_at.is_(None)
)


def waiting(session: Session, case_no: str) -> Withdrawal | None:
    """The withdrawal that can still be taken back, or None."""
    return session.scalar(WAITING, {"case_no": case_no})


def due(session: Session, today: date, limit: int) -> Sequence[str]:
    """Numbers of the cases whose withdrawal can be taken back no more, the oldest first."""
    past = select(Withdrawal.case_no).where(Withdrawal.settled_at.is_(None), Withdrawal.until < today)
    return session.scalars(past.order_by(Withdrawal.until, Withdrawal.case_no).limit(limit)).all()


def new_scan(session: Session, case_no: str) -> uuid.UUID | None:
    """The newest scanned statement that no earlier withdrawal rested on, or None."""
    scans = select(CaseFile.id).where(
        CaseFile.case_no == case_no,
        CaseFile.role == "withdrawal",
        CaseFile.removed_at.is_(None),
        CaseFile.scan != Scan.INFECTED,
    )
    earlier = session.scalar(select(func.max(Withdrawal.settled_at)).where(Withdrawal.case_no == case_no))
    if earlier is not None:
        scans = scans.where(CaseFile.added_at > earlier)
    return session.scalar(scans.order_by(CaseFile.added_at.desc()).limit(1))


def needs_confirmation(session: Session, complaint: Complaint, row: Withdrawal) -> bool:
    """Whether the section head has to ask the applicant; a draft always needs it."""
    lines = select(audit.c.position).where(audit.c.subject == complaint.case_no, audit.c.verb.in_(_CHANGED))
    return row.way == "draft" or must_be_confirmed(
        told=bool(session.scalar(select(_told(row)))),
        has_code=complaint.tracking_hash is not None,
        channel_changed=bool(session.scalar(select(lines.exists()))),
    )


def _told(row: Withdrawal) -> Exists:
    """Whether the message went out by itself; what a colleague says to have told does not count."""
    return exists().where(
        notice.c.subject == row.case_no,
        notice.c.recipient == APPLICANT,
        notice.c.kind == Milestone.WITHDRAWAL,
        notice.c.occasion == str(row.id),
        notice.c.sent_at.is_not(None),
        notice.c.done_by.is_(None),
    )
