"""Cases in which somebody marked the Camat: the auditor or the administrator has to confirm who acts."""

from __future__ import annotations

from sqlalchemy import any_, literal, select
from sqlalchemy.orm import Session

from services.review.tables import Case
from services.shared.data.paging import Part
from services.shared.rights.people import Role

MOST = 20


def to_confirm(session: Session) -> Part[Case]:
    """Open cases in which nobody may act for the Camat yet, the longest waiting first."""
    vacant = literal(str(Role.CAMAT)) == any_(Case.vacant)
    wanted = select(Case).where(Case.ended_at.is_(None), vacant).order_by(Case.entered_at, Case.case_no)
    return Part.of(session, wanted, MOST)
