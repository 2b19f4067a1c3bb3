"""The meetings that are ahead (8b)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.review.queries.visible import may_see
from services.review.states import State
from services.review.tables import Case, Meeting
from services.shared.rights.people import Actor, Role

MOST = 40


def meetings(session: Session, actor: Actor, first: date, last: date) -> Sequence[Meeting]:
    """Meetings of these days that this person may know of and takes part in (Camat, section head); soonest first."""
    if not actor.is_any(Role.CAMAT, Role.SECTION_HEAD):
        return []
    ahead = select(Meeting).join(Case, Case.case_no == Meeting.case_no)
    ahead = ahead.where(Case.state == State.CAMAT_MEETING, Meeting.recorded_at.is_(None), may_see(actor))
    ahead = ahead.where(Meeting.held_on.between(first, last)).order_by(Meeting.held_on, Meeting.clock_time)
    return session.scalars(ahead.limit(MOST)).all()
