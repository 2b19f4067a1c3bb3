"""The talks and mediations that are ahead (8b, 10a)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.review.queries.visible import may_see
from services.review.tables import Case, Meeting
from services.shared.rights.people import Actor, Role

MOST = 40


def meetings(session: Session, actor: Actor, first: date, last: date) -> Sequence[Meeting]:
    """Meetings of these days that this person may know of and takes part in (Camat, section head, team); in order."""
    if not actor.is_any(Role.CAMAT, Role.SECTION_HEAD, Role.TEAM):
        return []
    ahead = select(Meeting).join(Case, Case.case_no == Meeting.case_no)
    ahead = ahead.where(Meeting.state == "planned", Meeting.recorded_at.is_(None), may_see(actor))
    ahead = ahead.where(Meeting.held_on.between(first, last)).order_by(Meeting.held_on, Meeting.clock_time)
    return session.scalars(ahead.limit(MOST)).all()
