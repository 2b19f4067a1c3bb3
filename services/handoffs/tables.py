"""Tables of the handoff layer; each service has its own in its own schema (found by the role's search_path)."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

METADATA = MetaData()

outbox = Table(
    "outbox",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("receiver", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("case_no", String, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("body", JSONB, nullable=False),
    Column("correlation_id", String, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("next_at", DateTime(timezone=True), nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("acked_at", DateTime(timezone=True)),
    Column("dead_at", DateTime(timezone=True)),
    Column("dead_reason", String),
    Column("replays", Integer, nullable=False, server_default=text("0")),
    UniqueConstraint("receiver", "case_no", "sequence", name="uq_outbox_receiver_case_sequence"),
    CheckConstraint("acked_at is null or dead_at is null", name="ck_outbox_acked_or_dead"),
    Index("ix_outbox_due", "next_at", postgresql_where=text("acked_at is null and dead_at is null")),
    Index("ix_outbox_dead", "dead_at", postgresql_where=text("dead_at is not null")),
    Index("ix_outbox_case", "case_no"),
    Index("ix_outbox_acked", "acked_at", postgresql_where=text("acked_at is not null")),
)

outbox_archive = Table(
    "outbox_archive",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("receiver", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("case_no", String, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("body", JSONB, nullable=False),
    Column("correlation_id", String, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("acked_at", DateTime(timezone=True), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("replays", Integer, nullable=False),
    Column("archived_at", DateTime(timezone=True), nullable=False),
    Index("ix_outbox_archive_case", "case_no"),
)

outbox_sequence = Table(
    "outbox_sequence",
    METADATA,
    Column("receiver", String, primary_key=True),
    Column("case_no", String, primary_key=True),
    Column("last", Integer, nullable=False),
)

inbox = Table(
    "inbox",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("sender", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("case_no", String, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("seen", Integer, nullable=False, server_default=text("1")),
    Column("done", Boolean, nullable=False),
    Column("held_reason", String),
    Column("envelope", JSONB),
    Index("ix_inbox_held", "sender", "case_no", "sequence", postgresql_where=text("not done")),
    Index("ix_inbox_case", "case_no"),
    Index("ix_inbox_received", "received_at", postgresql_where=text("done")),
)

inbox_archive = Table(
    "inbox_archive",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("sender", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("case_no", String, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("seen", Integer, nullable=False),
    Column("archived_at", DateTime(timezone=True), nullable=False),
    Index("ix_inbox_archive_case", "case_no"),
)

inbox_position = Table(
    "inbox_position",
    METADATA,
    Column("sender", String, primary_key=True),
    Column("case_no", String, primary_key=True),
    Column("last", Integer, nullable=False),
)

heartbeat = Table(
    "heartbeat",
    METADATA,
    Column("worker", String, primary_key=True),
    Column("pid", Integer, nullable=False),
    Column("version", String, nullable=False),
    Column("seen_at", DateTime(timezone=True), nullable=False),
)

refused_task = Table(
    "refused_task",
    METADATA,
    Column("queue", String, primary_key=True),
    Column("sender", String, primary_key=True),
    Column("reason", String, primary_key=True),
    Column("times", BigInteger, nullable=False),
    Column("since", DateTime(timezone=True), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)
