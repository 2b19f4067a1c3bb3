"""Writing in the registry's books (16a, 16b): rows are only added, and each carries the hash of the row before it."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.registry.queries.chains import digest
from services.registry.tables import AgendaEntry, RegisterEntry
from services.shared.audit import chain
from services.shared.calendar import clock
from services.shared.rights import barring
from services.shared.unit_of_work import Work

_LOCK = 0xB00C  # advisory lock key; the schema's name is mixed in below
Row = TypeVar("Row", RegisterEntry, AgendaEntry)


def lock(session: Session) -> None:
    """One writer at a time in both books, until the transaction ends: who writes in one may go on to the other."""
    with session.no_autoflush:  # the letter that gets a number is not complete without it
        session.execute(text("select pg_advisory_xact_lock(:key, hashtext(current_schema()))"), {"key": _LOCK})


def append(work: Work, book: type[Row], columns: dict[str, Any]) -> Row:
    """Write a row at the end of a book, today, by whoever acts."""
    lock(work.session)
    # Of all cases, also of those that are closed to whoever writes: the chain has one end.
    newest = select(book).order_by(book.position.desc()).limit(1).execution_options(**barring.OF_ALL)
    last = work.session.scalars(newest).first()
    row = columns | {"entered_on": clock.local(work.now).date(), "entered_at": work.now, "entered_by": work.actor.name}
    row |= {"position": last.position + 1 if last else 1, "previous_hash": last.hash if last else chain.GENESIS}
    entry = book(**row, hash=digest(book, row))
    work.session.add(entry)
    work.session.flush()
    return entry
