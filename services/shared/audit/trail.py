"""The audit trail of one service: append-only, hash-chained. It is the case's time line too.

Each entry's hash covers its content and the hash before it, so that a changed, removed, inserted or reordered
row is found by ``verify``. The chain is locked only at the very end of a transaction (``append``), so that
actions run side by side and wait for each other no longer than a commit.

A single entry, as nearly every action writes it, is one statement that takes the lock, looks for the end of the chain
and writes behind it. Where it had to wait for the lock it looked before it waited: then its position is taken, nothing
is written, and it is asked once more, now with the lock in hand.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

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
# Two statements in one question: the second sees what was committed while the first waited.
CHAIN_LOCK = 0x51A9  # advisory lock key; locks are per database, so the schema's name is mixed in
_TEXTS = ("actor", "actor_name", "address", "verb", "subject", "note", "correlation_id", "head", "between", "tail")
_LAST_UNDER_LOCK = f"""
    select pg_advisory_xact_lock({CHAIN_LOCK}, hashtext(current_schema()));
    select position, hash from audit order by position desc limit 1
"""  # noqa: S608 -- a number of ours
_ONE = text(f"""
    with taken as materialized (select pg_advisory_xact_lock({CHAIN_LOCK}, hashtext(current_schema())) as lock),
    newest as materialized (select position, hash from audit order by position desc limit 1),
    next as (
        select coalesce(newest.position, 0) + 1 as position, coalesce(newest.hash, :genesis) as previous_hash
        from taken left join newest on taken.lock is not null
    )
    insert into audit (position, at, actor, actor_name, address, verb, subject, note, story, details, correlation_id,
                       previous_hash, hash)
    select position, :at, :actor, :actor_name, :address, :verb, :subject, :note, :story, :details, :correlation_id,
           previous_hash,
           encode(sha256(convert_to(
               cast(:head as text) || position || cast(:between as text) || previous_hash || cast(:tail as text), 'UTF8'
           )), 'hex')
    from next
    on conflict (position) do nothing
    returning position
""").bindparams(  # noqa: S608 -- a number of ours
    bindparam("genesis", chain.GENESIS, String),
    bindparam("details", type_=JSONB),
    bindparam("at", type_=DateTime(timezone=True)),
    bindparam("story", type_=Boolean),
    *(bindparam(name, type_=String) for name in _TEXTS),
)
_LAST = select(audit.c.position, audit.c.hash).order_by(audit.c.position.desc()).limit(1)
STORY = (
    select(audit.c.at, audit.c.actor, audit.c.actor_name, audit.c.verb, audit.c.note, audit.c.details)
    .where(audit.c.subject == bindparam("subject"), audit.c.story)
    .order_by(audit.c.position)
)


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
    if len(entries) < 2:
        for entry in entries:
            _append_one(session, entry)
        return
    position, previous = _last_under_lock(session) or (0, chain.GENESIS)
    rows = []
    for entry in entries:
        position += 1
        row = {"position": position, "previous_hash": previous, **vars(entry)}
        row["hash"] = previous = digest(row)
        rows.append(row)
    session.execute(insert(audit), rows)


def _append_one(session: Session, entry: Entry) -> None:
    """The same for a single entry, by one statement; by two where another was writing."""
    row = vars(entry) | dict(zip(("head", "between", "tail"), _around(vars(entry)), strict=True))
    connection = session.connection()
    if connection.execute(_ONE, row).first() is None and connection.execute(_ONE, row).first() is None:
        raise RuntimeError("the end of the audit trail moved under its lock")


def _around(entry: dict[str, Any]) -> tuple[str, str, str]:
    """The canonical text of an entry around its position and the hash before it, which only the database knows."""
    text = _canonical(entry | {"position": 0, "previous_hash": ""})
    names = [f'"{name}":' for name in ("position", "previous_hash")]
    head = _canonical({name: value for name, value in entry.items() if name < "position"})[:-1] + f",{names[0]}"
    between = f",{names[1]}" + '"'
    tail = text[len(f"{head}0{between}") :]
    return head, between, tail


def _last_under_lock(session: Session) -> tuple[int, str] | None:
    """Take the chain until the caller commits; position and hash of its newest entry."""
    found = session.connection().exec_driver_sql(_LAST_UNDER_LOCK, execution_options={"no_parameters": True})
    cursor: Any = found.cursor
    cursor.nextset()  # from the lock to what was asked under it
    newest = cursor.fetchone()
    found.close()
    return cast(tuple[int, str] | None, newest)


def digest(row: dict[str, Any]) -> str:
    """SHA-256 over the row's content and the hash before it (canonical JSON, UTC times)."""
    content = {key: row[key] for key in (column.name for column in audit.c) if key != "hash"}
    return hashlib.sha256(_canonical(content).encode()).hexdigest()


def _canonical(content: dict[str, Any]) -> str:
    plain = content | {"at": content["at"].timestamp()} if "at" in content else content
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def story(session: Session, subject: str) -> list[dict[str, Any]]:
    """The time line of one subject, oldest first: at, actor_name, verb, note, details."""
    return told(session, subject, (dict(row._mapping) for row in session.execute(STORY, {"subject": subject})))


def told(session: Session, subject: str, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """What ``STORY`` found, as it may be shown to whom the session reads for.

    Once a subject was erased (``ERASE``), what earlier entries said is shown no more; who did what when still is.
    """
    closed = barring.shut(session)  # another case's number is not told to who may not know of it
    lines = [row for row in rows if not (closed and barring.says(closed - {subject}, row["note"]))]
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
