"""The bell: one list of notices per member of the staff, the same in all four services; read and unread."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, any_, exists, func, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.shared.rights.barring import mentions
from services.shared.staff.acting_heads import valid
from services.shared.staff.tables import account, acting, bell_notice

PAGE = 25
MOST = 99  # more is shown as 99+


@dataclass(frozen=True)
class Page:
    """Part of a person's notices, and the cursor of the next part."""

    items: Sequence[Row[Any]]
    after: str | None


def unread(db: Session | Connection, username: str, closed: Iterable[str] = ()) -> int:
    """How many notices this person has not read; stops counting past ``MOST``. ``closed``: cases not theirs to see."""
    mine = select(bell_notice.c.id).filter_by(username=username, read_at=None).where(*_open(closed))
    some = mine.limit(MOST + 1).subquery()
    return db.execute(select(func.count()).select_from(some)).scalar_one()


def page(
    session: Session, username: str, after: str | None = None, limit: int = PAGE, closed: Iterable[str] = ()
) -> Page:
    """A person's notices, newest first, without those about ``closed`` cases."""
    wanted = select(bell_notice).filter_by(username=username).where(*_open(closed))
    if cursor := _cursor(after):
        wanted = wanted.where(tuple_(bell_notice.c.at, bell_notice.c.id) < cursor)
    order = (bell_notice.c.at.desc(), bell_notice.c.id.desc())
    rows = session.execute(wanted.order_by(*order).limit(limit + 1)).all()
    last = rows[limit - 1] if len(rows) > limit else None
    return Page(rows[:limit], f"{last.at.isoformat()}~{last.id}" if last else None)


def mark(session: Session, username: str, notice_id: uuid.UUID, read_at: datetime | None) -> Row[Any] | None:
    """Read (or with None: unread again); returns the notice, None where it is not this person's."""
    changed = update(bell_notice).filter_by(id=notice_id, username=username).values(read_at=read_at)
    return session.execute(changed.returning(bell_notice)).first()


def mark_all(session: Session, username: str, now: datetime) -> int:
    """Everything up to now is read; returns how many notices that were."""
    mine = update(bell_notice).filter_by(username=username, read_at=None).where(bell_notice.c.at <= now)
    return int(session.execute(mine.values(read_at=now)).rowcount)  # type: ignore[attr-defined]


def _open(closed: Iterable[str]) -> list[ColumnElement[bool]]:
    return mentions(closed, bell_notice.c.text, bell_notice.c.link)


def ring(
    session: Session, service: str, rows: Iterable[Row[Any]], now: datetime, closed_to: Mapping[str, Iterable[str]]
) -> tuple[list[Row[Any]], list[Row[Any]]]:
    """Put notices into the bells of their recipients; returns those that reached nobody. Told twice, it rings once.

    ``closed_to``: by subject, the usernames who may not see what it is about. First of what reached nobody stands what
    nobody could hear, second what nobody may: who was kept from the case meanwhile is no fault of the bell.
    """
    lost: list[Row[Any]] = []
    closed: list[Row[Any]] = []
    values = []
    for row in rows:
        meant = _usernames(session, row, now)
        kept = {*closed_to.get(row.subject, ()), *row.not_for}
        names = [name for name in meant if name not in kept]
        if not names:
            (closed if meant else lost).append(row)
        told = {"service": service, "kind": row.kind, "text": row.text, "link": row.link, "at": now}
        values += [{"id": uuid.uuid5(row.id, name), "username": name, **told} for name in names]
    if values:
        session.execute(insert(bell_notice).values(values).on_conflict_do_nothing())
    return lost, closed


def take_out(session: Session, rows: Iterable[Row[Any]], now: datetime) -> None:
    """The work of these notices is done: they are read, in whose bell soever they stand."""
    ids = [row.id for row in rows]
    if not ids:
        return
    names = session.scalars(select(account.c.username)).all()
    keys = [uuid.uuid5(key, name) for key in ids for name in names]
    rung = update(bell_notice).where(bell_notice.c.id.in_(keys), bell_notice.c.read_at.is_(None))
    session.execute(rung.values(read_at=now))


def _usernames(session: Session, row: Row[Any], now: datetime) -> list[str]:
    """The active accounts that a recipient means; who acts in an office hears its bell, too."""
    what, _, name = row.recipient.partition(":")
    wanted = select(account.c.username).where(account.c.active)
    acts = exists().where(valid(account.c.id, now), acting.c.role == name)
    named = account.c.username == name if what == "person" else or_(any_(account.c.roles) == name, acts)
    return list(session.scalars(wanted.where(named).order_by(account.c.username)))


def _cursor(text: str | None) -> tuple[datetime, uuid.UUID] | None:
    moment, _, key = (text or "").replace(" ", "+").partition("~")
    try:
        at = datetime.fromisoformat(moment)
        return (at, uuid.UUID(key)) if at.tzinfo else None
    except ValueError:
        return None
