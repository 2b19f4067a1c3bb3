"""Table of the notices: due rows in each service's schema. The bell stands in the staff's (``staff/tables.py``)."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
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

from services.shared.encryption.rekeying import Encrypted

METADATA = MetaData()

# One thing that one recipient must be told over one channel. ``id`` is also the idempotency key of the channel.
notice = Table(
    "notice",
    METADATA,
    Column("id", Uuid, primary_key=True),
    Column("kind", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("recipient", String, nullable=False),
    Column("occasion", String, nullable=False),
    Column("about", String, nullable=False, server_default=text("''")),  # with what it ends: ``ending``
    Column("channel", String, nullable=False),
    Column("text", String, nullable=False),
    Column("link", String, nullable=False),
    Column("not_for", ARRAY(String), nullable=False, server_default=text("'{}'")),
    Column("address", String),  # encrypted; only where the recipient is not one that the service knows
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("next_at", DateTime(timezone=True), nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("resends", Integer, nullable=False, server_default=text("0")),
    Column("error", String, nullable=False, server_default=text("''")),
    Column("sent_at", DateTime(timezone=True)),
    Column("failed_at", DateTime(timezone=True)),
    Column("done_by", String),  # who told it by hand, or did what it was about
    Column("done_how", String, nullable=False, server_default=text("''")),
    UniqueConstraint("kind", "subject", "recipient", "occasion", name="uq_notice_occasion"),
    CheckConstraint("sent_at is null or failed_at is null", name="ck_notice_sent_or_failed"),
    Index("ix_notice_due", "channel", "next_at", postgresql_where=text("sent_at is null and failed_at is null")),
    Index("ix_notice_failed", "failed_at", postgresql_where=text("failed_at is not null")),
    Index("ix_notice_sent", "channel", "sent_at", postgresql_where=text("sent_at is not null")),
    Index("ix_notice_about", "about", postgresql_where=text("done_by is null")),
    Index("ix_notice_subject", "subject", "created_at"),
)

ADDRESSES = Encrypted(notice, ("address",))  # for a change of keys
