"""A notice goes away when its work is done, by whomever: one rule for bells, messages, and what a person has to tell.

A notice is *about* one thing: the row whose state it was posted for (a case, a letter), unless it says otherwise. When
that row comes to another state, or whoever keeps the thing says that it is over (``over``), everything that was posted
about it before is over: a bell is read, a message that has not gone is not sent, nobody has to tell it. What is posted
in the same transaction stays, it is about what the thing has come to. News about nothing (``NEWS``) stay until read.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ARRAY, Connection, String, any_, bindparam, case, event, inspect, null, or_, select, update
from sqlalchemy.orm import Session

from services.shared.data.database import MovingRow
from services.shared.notices.tables import notice

NEWS = "-"
OVERTAKEN = "overtaken"  # in ``done_how``: nobody needs to hear it any more


_NOW = bindparam("now", type_=notice.c.created_at.type)
_BELL = notice.c.channel == "bell"
# With every step of every case, so it is one statement, made once.
_OVER = (
    update(notice)
    .where(
        notice.c.about == any_(bindparam("abouts", type_=ARRAY(String))),
        notice.c.done_by.is_(None),
        notice.c.created_at != _NOW,
        or_(_BELL, notice.c.sent_at.is_(None), notice.c.failed_at.is_not(None)),
    )
    .values(
        done_by=bindparam("who"),
        done_how=OVERTAKEN,
        failed_at=null(),
        sent_at=case((_BELL, null()), else_=_NOW),
        next_at=case((_BELL, _NOW), else_=notice.c.next_at),
        attempts=case((_BELL, 0), else_=notice.c.attempts),
    )
)


def over(line: Session | Connection, about: Iterable[str], who: str, now: datetime) -> None:
    """These things are done: ``who`` did it. A bell that rang is due once more, to be taken out (``sending``)."""
    if abouts := list(about):
        line.execute(_OVER, {"abouts": abouts, "who": who, "now": now})


def over_but(session: Session, kind: str, still: Iterable[str], who: str, now: datetime) -> None:
    """What a job looks after: of this kind all is over but what is ``still`` so."""
    rung = select(notice.c.about).where(notice.c.kind == kind, notice.c.done_by.is_(None), notice.c.channel == "bell")
    over(session, set(session.scalars(rung.distinct())) - set(still), who, now)


@event.listens_for(Session, "after_flush")
def _moved(session: Session, _: object) -> None:
    """Every row that comes to another state, in every service, by whichever verb, message or timer."""
    for row in session.dirty:
        if isinstance(row, MovingRow) and inspect(row).attrs.state.history.has_changes():
            keys = [str(inspect(row).identity[0]), *row.over_with_it]
            over(session.connection(), keys, row.last_actor or "system", row.moved_at)
