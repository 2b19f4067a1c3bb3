"""Reads of the notices to applicants: those of a case, and the cases whose applicant somebody must tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, select, union
from sqlalchemy.orm import Session

from services.intake.rules.notices import APPLICANT
from services.intake.tables import Complaint
from services.shared.data.paging import Part
from services.shared.notices.rows import OPEN
from services.shared.notices.tables import notice
from services.shared.rights import barring

MOST = 50  # cases on "my work"


def of_case(session: Session, case_no: str) -> Sequence[Row[Any]]:
    """What the applicant of a case was told, or is to be told, newest first."""
    mine = select(notice).where(notice.c.subject == case_no, notice.c.recipient == APPLICANT)
    return session.execute(mine.order_by(notice.c.created_at.desc(), notice.c.id)).all()


def to_tell(session: Session) -> Part[tuple[Complaint, list[Row[Any]]]]:
    """Cases whose applicant must be told by a person, since there is no channel or it failed; the oldest first."""
    rows = session.execute(_waiting(session).order_by(notice.c.created_at)).all()
    groups: dict[str, list[Row[Any]]] = {}
    for row in rows:
        groups.setdefault(row.subject, []).append(row)
    numbers = list(groups)[:MOST]
    found = session.execute(select(Complaint).where(Complaint.case_no.in_(numbers))).unique().scalars()
    by_number = {complaint.case_no: complaint for complaint in found}
    told = [(by_number[number], groups[number]) for number in numbers if number in by_number]
    return Part(told, len(groups) - len(numbers))


def _waiting(session: Session) -> Select[Any]:
    """By two indexes: what waits for a hand, and what failed; of cases that are open to whom the session reads for."""
    theirs = select(notice.c.id).where(notice.c.recipient == APPLICANT, *barring.unseen(session, notice.c.subject))
    by_hand = theirs.where(OPEN, notice.c.channel == "by_hand")
    failed = theirs.where(notice.c.failed_at.is_not(None))
    ids = union(by_hand.limit(20 * MOST), failed.limit(20 * MOST)).subquery()
    return select(notice).where(notice.c.id.in_(select(ids.c.id)))
