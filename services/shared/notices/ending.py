"""A notice goes away when its work is done, by whomever: one rule for bells, messages, and what a person has to tell.

A notice is *about* one thing: the row whose state it was posted for (a case, a letter), unless it says otherwise. When
that row comes to another state, or whoever keeps the thing says that it is over (``over``), everything that was posted
about it before is over: a bell is read, a message that has not gone is not sent, nobody has to tell it. What is posted
in the same transaction stays, it is about what the thing has come to. News about nothing (``NEWS``) stay until read.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, event, inspect, or_, select, update
from sqlalchemy.orm import Session

from services.shared.data.database import MovingRow
from services.shared.notices.tables import notice

NEWS = "-"
OVERTAKEN = "overtaken"  # in ``done_how``: nobody needs to hear it any more


def over(line: Session | Connection, about: Iterable[str], who: str, now: datetime) -> None:
    """These things are done: ``who`` did it. A bell that rang is due once more, to be taken out (``sending``)."""
    mine = and_(notice.c.about.in_(list(about)), notice.c.done_by.is_(None), notice.c.created_at != now)
    closed: dict[str, Any] = {"done_by": who, "done_how": OVERTAKEN}
    bells = update(notice).where(mine, notice.c.channel == "bell")
    line.execute(bells.values(**closed, sent_at=None, failed_at=None, next_at=now, attempts=0))
    unsent = or_(notice.c.sent_at.is_(None), notice.c.failed_at.is_not(None))
    others = update(notice).where(mine, notice.c.channel != "bell", unsent)
    line.execute(others.values(**closed, sent_at=now, failed_at=None))


def over_but(session: Session, kind: str, still: Iterable[str], who: str, now: datetime) -> None:
    """What a job looks after: of this kind all is over but what is ``still`` so."""
    rung = select(notice.c.about).where(notice.c.kind == kind, notice.c.done_by.is_(None), notice.c.channel == "bell")
    over(session, set(session.scalars(rung.distinct())) - set(still), who, now)


@event.listens_for(Session, "after_flush")
def _moved(session: Session, _: object) -> None:
    """Every row that comes to another state, in every service, by whichever verb, message or timer."""
    for row in session.dirty:
        if isinstance(row, MovingRow) and inspect(row).attrs.state.history.has_changes():
            key = str(inspect(row).identity[0])
            over(session.connection(), [key], row.last_actor or "system", row.moved_at)
