"""The life of a posted notice: claimed, then sent, tried again later, or failed where people see it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, ScalarSelect, and_, func, or_, select, update
from sqlalchemy.orm import Session

from services.shared.data.timing import due_by
from services.shared.notices.ending import OVERTAKEN, over
from services.shared.notices.tables import notice

FIRST_WAIT = timedelta(minutes=2)  # longer than any channel's time-outs: a claimed row is not sent by a second worker
LONGEST_WAIT = timedelta(hours=1)
MAX_TRIES = 8  # about four hours
OPEN = and_(notice.c.sent_at.is_(None), notice.c.failed_at.is_(None))


def due(db: Connection, now: datetime) -> set[str]:
    """The channels by which something is to go now; one look, for mostly it is none."""
    return set(db.scalars(select(notice.c.channel).where(OPEN, due_by(notice.c.next_at, now, LONGEST_WAIT)).distinct()))


def claim(session: Session, channels: Iterable[str], now: datetime, limit: int) -> Sequence[Row[Any]]:
    """Take notices whose time has come; each is due again only after a back-off that doubles with every try.

    Committed before anything is sent: a worker that dies in between leaves a row that is tried once more, under the
    same id.
    """
    wait = func.least(func.power(2, notice.c.attempts) * FIRST_WAIT, LONGEST_WAIT)
    statement = (
        update(notice)
        .where(notice.c.id.in_(_waiting(channels, now, limit)))
        .values(attempts=notice.c.attempts + 1, next_at=now + wait)
        .returning(notice)
    )
    return session.execute(statement).all()


def _waiting(channels: Iterable[str], now: datetime, limit: int) -> ScalarSelect[uuid.UUID]:
    """Those whose time has come, the longest due first; what another worker has in its hands is passed over."""
    return (
        select(notice.c.id)
        .where(OPEN, notice.c.channel.in_(list(channels)), due_by(notice.c.next_at, now, LONGEST_WAIT))
        .order_by(notice.c.next_at, notice.c.created_at, notice.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )


def sent(session: Session, ids: Iterable[uuid.UUID], now: datetime, *, undone: bool = False) -> None:
    """These notices went out. ``undone``: one whose work was done meanwhile stays due, to be taken out again."""
    told = list(ids)
    which = (notice.c.id.in_(told), OPEN, *((notice.c.done_by.is_(None),) if undone else ()))
    session.execute(update(notice).where(*which).values(sent_at=now, error=""))
    over(session, map(str, told), "system", now)


def overtaken(session: Session, ids: Iterable[uuid.UUID]) -> None:
    """Nobody is to hear these any more: who was meant may not know of the case now."""
    unheard = update(notice).where(notice.c.id.in_(list(ids)), OPEN, notice.c.done_by.is_(None))
    session.execute(unheard.values(done_by="system", done_how=OVERTAKEN))


def not_sent(session: Session, row: Row[Any], error: str, now: datetime, *, final: bool) -> bool:
    """This try failed; returns True where it was the last one: the notice has failed, and people must look."""
    failed = final or row.attempts >= MAX_TRIES
    values: dict[str, Any] = {"error": error[:500]} | ({"failed_at": now} if failed else {})
    changed = session.execute(update(notice).where(notice.c.id == row.id, OPEN).values(**values))
    return failed and bool(changed.rowcount)  # type: ignore[attr-defined]


def by_hand(session: Session, row: Row[Any], reason: str) -> None:
    """The channel is not there: a person has to tell it."""
    session.execute(update(notice).where(notice.c.id == row.id, OPEN).values(channel="by_hand", error=reason[:500]))


def send_again(session: Session, notice_id: uuid.UUID, now: datetime) -> Row[Any] | None:
    """A failed notice is due at once, under the same id; None where it has not failed (any more)."""
    values = {"failed_at": None, "error": "", "attempts": 0, "next_at": now, "resends": notice.c.resends + 1}
    failed = and_(notice.c.id == notice_id, notice.c.failed_at.is_not(None))
    over(session, [str(notice_id)], "system", now)
    return session.execute(update(notice).where(failed).values(**values).returning(notice)).first()


def done_by_hand(session: Session, subject: str, recipient: str, who: str, how: str, now: datetime) -> list[str]:
    """A person told it: closes what waits to be told by hand, or failed; returns the texts that were told."""
    waits = and_(
        notice.c.subject == subject,
        notice.c.recipient == recipient,
        notice.c.sent_at.is_(None),
        or_(notice.c.channel == "by_hand", notice.c.failed_at.is_not(None)),
    )
    values = {"sent_at": now, "failed_at": None, "done_by": who, "done_how": how}
    told = session.execute(update(notice).where(waits).values(**values).returning(notice.c.id, notice.c.text)).all()
    over(session, [str(row.id) for row in told], who, now)
    return [row.text for row in told]


def reroute(session: Session, subject: str, recipient: str, channel: str, now: datetime) -> None:
    """The recipient chose another channel: what waits, or failed, goes there; what a person has to tell stays so."""
    waits = and_(
        notice.c.subject == subject,
        notice.c.recipient == recipient,
        notice.c.sent_at.is_(None),
        notice.c.channel != "by_hand",
    )
    values = {"channel": channel, "failed_at": None, "error": "", "attempts": 0, "next_at": now}
    moved = session.scalars(update(notice).where(waits).values(**values).returning(notice.c.id))
    over(session, map(str, moved), "system", now)
