"""Keeps the live tables small: what is settled, and of a case that ended a while ago, goes to the archive tables.

Nothing is deleted: a row moves whole, in one statement. The sequence counters and positions stay, so a copy of an
archived message that turns up late is still recognised by its place in the order.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, delete, insert, literal, select, update
from sqlalchemy.orm import Session

from services.handoffs.tables import inbox, inbox_archive, outbox, outbox_archive
from services.shared.jobs.schedule import Job
from services.shared.unit_of_work import Work

KEEP = timedelta(days=30)  # after the end of the case, rows stay where the pages and people look first
CHUNK = 5000  # rows in one run, so that a backlog of years does not hold the tables


def job(service: str, ended: Select[str, Any]) -> Job:
    """The timed job of one service. ``ended`` selects (case_no, ended_at) of the cases that have ended."""

    def run(work: Work) -> str:
        sent, taken = archive(work.session, ended, work.now)
        return f"{sent} pesan terkirim dan {taken} pesan diterima diarsipkan"

    return Job(f"{service}.archive_handoffs", timedelta(hours=1), run)


def archive(session: Session, ended: Select[str, Any], now: datetime) -> tuple[int, int]:
    """Move what may go; returns how many sent and how many received messages went."""
    past = ended.subquery()
    cases = select(past.c.case_no).where(past.c.ended_at < now - KEEP)
    sent = and_(outbox.c.acked_at < now - KEEP, outbox.c.case_no.in_(cases))
    taken = and_(inbox.c.done, inbox.c.received_at < now - KEEP, inbox.c.case_no.in_(cases))
    return (
        _move(session, outbox, outbox_archive, sent, outbox.c.acked_at, now),
        _move(session, inbox, inbox_archive, taken, inbox.c.received_at, now),
    )


def _move(
    session: Session,
    live: Table,
    archived: Table,
    which: ColumnElement[bool],
    oldest_first: ColumnElement[Any],
    now: datetime,
) -> int:
    chosen = select(live.c.id).where(which).order_by(oldest_first).limit(CHUNK).with_for_update(skip_locked=True)
    names = [column.name for column in archived.c if column.name != "archived_at"]
    gone = delete(live).where(live.c.id.in_(chosen.scalar_subquery())).returning(*(live.c[n] for n in names)).cte()
    rows = select(gone, literal(now, archived.c.archived_at.type))
    moved = session.execute(insert(archived).from_select([*names, "archived_at"], rows).returning(archived.c.id))
    return len(moved.all())


def forget(session: Session, case_no: str) -> None:
    """Empty the bodies of a case's settled messages (retention act: the case itself is destroyed)."""
    for table, settled in ((outbox, outbox.c.acked_at.is_not(None)), (outbox_archive, literal(True))):
        session.execute(update(table).where(table.c.case_no == case_no, settled).values(body={}))
