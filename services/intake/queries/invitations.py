"""Reads of the appointments to which applicants are invited."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.intake.tables import Complaint, Invitation

MOST = 50  # on "my work"


def one(session: Session, meeting_id: uuid.UUID) -> Invitation | None:
    """An appointment, its row locked; None where review never told of it."""
    return session.get(Invitation, meeting_id, with_for_update=True)


def planned(session: Session, case_no: str) -> Invitation | None:
    """The appointment of a complaint that waits for its day."""
    mine = select(Invitation).where(Invitation.case_no == case_no, Invitation.state == "planned")
    return session.scalars(mine.order_by(Invitation.held_on.desc()).limit(1)).first()


def to_print(session: Session) -> list[tuple[Invitation, Complaint]]:
    """Whose papers wait to be printed and given, the nearest day first."""
    waiting = (
        select(Invitation, Complaint)
        .join(Complaint, Complaint.case_no == Invitation.case_no)
        .where(Invitation.state == "planned", Invitation.given_at.is_(None))
        .order_by(Invitation.held_on, Invitation.clock_time, Invitation.case_no)
        .limit(MOST)
    )
    return [(row[0], row[1]) for row in session.execute(waiting).unique()]
