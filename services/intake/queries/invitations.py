"""Reads of the appointments to which applicants are invited."""

from __future__ import annotations

import uuid

from sqlalchemy import String, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from services.intake.tables import Complaint, Invitation
from services.shared.data.paging import Part, counted

MOST = 50  # on "my work"
_UNGIVEN = and_(Invitation.given_at.is_(None), func.cardinality(Invitation.papers) > 0)
_OFF = and_(Invitation.state == "cancelled", _UNGIVEN)
# With every complaint that is opened, so it is made once.
AT_DESK = (
    select(Invitation)
    .where(Invitation.case_no == bindparam("case_no", type_=String), or_(Invitation.state == "planned", _OFF))
    .order_by(Invitation.state.desc(), Invitation.held_on.desc())
    .limit(1)
)


def one(session: Session, meeting_id: uuid.UUID) -> Invitation | None:
    """An appointment, its row locked; None where review never told of it."""
    return session.get(Invitation, meeting_id, with_for_update=True)


def planned(session: Session, case_no: str) -> Invitation | None:
    """The appointment of a complaint that waits for its day."""
    mine = select(Invitation).where(Invitation.case_no == case_no, Invitation.state == "planned")
    return session.scalars(mine.order_by(Invitation.held_on.desc()).limit(1)).first()


def at_desk(session: Session, case_no: str) -> Invitation | None:
    """The appointment that waits for its day; else one that was called off and whose letters are not given yet."""
    return session.scalar(AT_DESK, {"case_no": case_no})


def to_print(session: Session) -> Part[tuple[Invitation, Complaint]]:
    """Whose papers wait to be printed and given, the nearest day first."""
    waiting = (
        select(Invitation, Complaint)
        .join(Complaint, Complaint.case_no == Invitation.case_no)
        .where(Invitation.state.in_(("planned", "cancelled")), _UNGIVEN)
        .order_by(Invitation.held_on, Invitation.clock_time, Invitation.case_no)
    )
    found = [(row[0], row[1]) for row in session.execute(waiting.limit(MOST)).unique()]
    numbers = waiting.with_only_columns(Invitation.meeting_id)
    return Part(found, counted(session, numbers) - MOST if len(found) == MOST else 0)
