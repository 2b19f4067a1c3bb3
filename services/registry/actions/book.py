"""Writing in the register book (16a): rows are only ever added, and each carries the hash of the row before it."""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.registry.actions.indexing import note_words
from services.registry.tables import Counter, RegisterEntry
from services.shared.audit import chain
from services.shared.calendar import clock
from services.shared.rights import barring
from services.shared.unit_of_work import Work

_LOCK = 0xB00C  # advisory lock key; the schema's name is mixed in below
# Of all cases, also of those that are closed to whoever writes: the chain has one end.
_NEWEST = select(RegisterEntry).order_by(RegisterEntry.position.desc()).limit(1).execution_options(**barring.OF_ALL)
_EMPTY: dict[str, Any] = {"letter_id": None, "finished_on": None, "strikes": None} | dict.fromkeys(
    ("nik_masked", "village", "result", "letter_number", "note", "reason"), ""
)
CORRECTABLE = ("applicant_name", "village", "service", "summary", "officer", "finished_on", "result", "note")
_CARRIED = ("kind", "received_on", "case_no", "letter_id", "nik_masked", "letter_number", *CORRECTABLE)


def lock(session: Session) -> None:
    """One writer at a time, until the transaction ends."""
    session.execute(text("select pg_advisory_xact_lock(:key, hashtext(current_schema()))"), {"key": _LOCK})


def append(work: Work, **columns: Any) -> RegisterEntry:
    """Write a row with the next running number of the year (the office's local year)."""
    lock(work.session)
    last = work.session.scalars(_NEWEST).first()
    today = clock.local(work.now).date()
    row = _EMPTY | columns
    row |= {"position": last.position + 1 if last else 1, "previous_hash": last.hash if last else chain.GENESIS}
    row |= {"year": today.year, "serial": Counter.next(work.session, "register", today.year)}
    row |= {"entered_on": today, "entered_at": work.now, "entered_by": work.actor.name}
    entry = RegisterEntry(**row, hash=digest(row))
    work.session.add(entry)
    work.session.flush()
    note_words(work.session, entry)
    return entry


def strike(work: Work, old: RegisterEntry, reason: str, **changes: Any) -> RegisterEntry:
    """Write a row that takes the place of ``old``, which stays in the book, struck through."""
    kept = {name: getattr(old, name) for name in _CARRIED}
    return append(work, **kept | changes, strikes=old.position, reason=reason)


def digest(row: dict[str, Any]) -> str:
    """SHA-256 over the row's content and the hash before it (canonical JSON, times as seconds)."""
    content = {column.name: _plain(row[column.name]) for column in RegisterEntry.__table__.c if column.name != "hash"}
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, date | uuid.UUID):
        return str(value)
    return value


def verify(session: Session) -> list[int]:
    """Positions at which the book's chain is broken; empty when sound."""
    return chain.broken(session, RegisterEntry.__table__, digest)  # type: ignore[arg-type]
