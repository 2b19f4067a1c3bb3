"""The audit trail of one service: append-only, hash-chained. It is the case's time line too.

Each entry's hash covers its content and the hash before it, so that a changed, removed, inserted or reordered
row is found by ``verify``. The chain is locked only at the very end of a transaction (``append``), so that
actions run side by side and wait for each other no longer than a commit.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Index,
    MetaData,
    String,
    Table,
    bindparam,
    func,
    insert,
    select,
    text,
)  # fmt: skip
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from services.shared.audit import chain
from services.shared.rights import barring

METADATA = MetaData()

audit = Table(
    "audit",
    METADATA,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor", String, nullable=False),
    Column("actor_name", String, nullable=False),
    Column("address", String, nullable=False),
    Column("verb", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("note", String, nullable=False),
    Column("story", Boolean, nullable=False),
    Column("details", JSONB, nullable=False),
    Column("correlation_id", String, nullable=False),
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ix_audit_subject", "subject", "position"),
    Index("ix_audit_at", "at", "position"),  # and these four are for the auditor's search, shared/audit/search.py
    Index("ix_audit_actor", "actor", "at", "position"),
    Index("ix_audit_verb", "verb", "at", "position"),
    Index("ix_audit_case", text("(details ->> 'case_no')"), postgresql_where=text("details ? 'case_no'")),
)

ERASE = "erase"  # verb of the entry that says that a subject was erased
# Part of every action and of every case that is opened, so they are made once.
_LOCK = text("select pg_advisory_xact_lock(:key, hashtext(current_schema()))")
_LAST = select(audit.c.position, audit.c.hash).order_by(audit.c.position.desc()).limit(1)
_STORY = (
    select(audit.c.at, audit.c.actor, audit.c.actor_name, audit.c.verb, audit.c.note, audit.c.details)
    .where(audit.c.subject == bindparam("subject"), audit.c.story)
    .order_by(audit.c.position)
)
CHAIN_LOCK = 0x51A9  # advisory lock key; locks are per database, so the schema's name is mixed in below


@dataclass(frozen=True)
class Entry:
    """One line of the trail: who did what to which subject (a case number, an account) and from where.

    ``story`` entries are shown on the case's time line; the others (a look at a full NIK) only to the auditor.
    """

    at: datetime
    actor: str
    actor_name: str
    address: str
    verb: str
    subject: str
    note: str
    story: bool
    correlation_id: str
    details: dict[str, Any] = field(default_factory=dict)


def append(session: Session, entries: Sequence[Entry]) -> None:
    """Write the entries at the end of the chain; the lock is held until the caller commits."""
    if not entries:
        return
    session.execute(_LOCK, {"key": CHAIN_LOCK})
    last = session.execute(_LAST).first()
    position, previous = (last.position, last.hash) if last else (0, chain.GENESIS)
    rows = []
    for entry in entries:
        position += 1
        row = {"position": position, "previous_hash": previous, **vars(entry)}
        row["hash"] = previous = digest(row)
        rows.append(row)
    session.execute(insert(audit), rows)


def digest(row: dict[str, Any]) -> str:
    """SHA-256 over the row's content and the hash before it (canonical JSON, UTC times)."""
    content = {key: row[key] for key in (column.name for column in audit.c) if key != "hash"}
    content["at"] = content["at"].timestamp()
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def story(session: Session, subject: str) -> list[dict[str, Any]]:
    """The time line of one subject, oldest first: at, actor_name, verb, note, details.

    Once a subject was erased (``ERASE``), what earlier entries said is shown no more; who did what when still is.
    """
    rows = session.execute(_STORY, {"subject": subject})
    closed = barring.shut(session)  # another case's number is not told to who may not know of it
    lines = [dict(row._mapping) for row in rows if not (closed and barring.says(closed - {subject}, row.note))]
    erased = max((index for index, line in enumerate(lines) if line["verb"] == ERASE), default=0)
    hidden = [line | {"note": "(dihapus)", "details": {}} for line in lines[:erased]]
    return [*hidden, *lines[erased:]]


def verify(session: Session) -> list[int]:
    """Positions at which the chain is broken (changed, removed, inserted or reordered); empty when sound."""
    return chain.broken(session, audit, digest)


def newest(session: Session) -> tuple[int, str] | None:
    """Position and hash of the newest entry, which cover the whole trail; None for an empty one."""
    row = session.execute(_LAST).first()
    return (row.position, row.hash) if row else None


def last_position(session: Session) -> int:
    """The position of the newest entry; 0 for an empty trail."""
    return session.execute(select(func.coalesce(func.max(audit.c.position), 0))).scalar_one()
