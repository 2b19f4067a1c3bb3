"""Outbox, inbox, their archives and positions, and the workers' heartbeat.

Made where it is missing: in offices of before the shared chains each service's own chain made it (docs/decisions/0023).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "handoffs_0001"
down_revision = None
branch_labels = "handoffs"


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "outbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("correlation_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("acked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dead_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dead_reason", sa.String(), nullable=True),
        sa.Column("replays", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint("acked_at is null or dead_at is null", name="ck_outbox_acked_or_dead"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("receiver", "case_no", "sequence", name="uq_outbox_receiver_case_sequence"),
        if_not_exists=True,
    )
    op.create_index("ix_outbox_case", "outbox", ["case_no"], unique=False, if_not_exists=True)
    op.create_index(
        "ix_outbox_dead",
        "outbox",
        ["dead_at"],
        unique=False,
        postgresql_where=sa.text("dead_at is not null"),
        if_not_exists=True,
    )
    op.create_index(
        "ix_outbox_due",
        "outbox",
        ["next_at"],
        unique=False,
        postgresql_where=sa.text("acked_at is null and dead_at is null"),
        if_not_exists=True,
    )
    op.create_index(
        "ix_outbox_acked",
        "outbox",
        ["acked_at"],
        unique=False,
        postgresql_where=sa.text("acked_at is not null"),
        if_not_exists=True,
    )
    op.create_table(
        "outbox_archive",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("correlation_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("replays", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        if_not_exists=True,
    )
    op.create_index("ix_outbox_archive_case", "outbox_archive", ["case_no"], unique=False, if_not_exists=True)
    op.create_table(
        "outbox_sequence",
        sa.Column("receiver", sa.String(), nullable=False),
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("receiver", "case_no"),
        if_not_exists=True,
    )
    op.create_table(
        "inbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("held_reason", sa.String(), nullable=True),
        sa.Column("envelope", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        if_not_exists=True,
    )
    op.create_index("ix_inbox_case", "inbox", ["case_no"], unique=False, if_not_exists=True)
    op.create_index(
        "ix_inbox_held",
        "inbox",
        ["sender", "case_no", "sequence"],
        unique=False,
        postgresql_where=sa.text("not done"),
        if_not_exists=True,
    )
    op.create_index(
        "ix_inbox_received",
        "inbox",
        ["received_at"],
        unique=False,
        postgresql_where=sa.text("done"),
        if_not_exists=True,
    )
    op.create_table(
        "inbox_archive",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        if_not_exists=True,
    )
    op.create_index("ix_inbox_archive_case", "inbox_archive", ["case_no"], unique=False, if_not_exists=True)
    op.create_table(
        "inbox_position",
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sender", "case_no"),
        if_not_exists=True,
    )
    op.create_table(
        "heartbeat",
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("worker"),
        if_not_exists=True,
    )


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("heartbeat")
    op.drop_table("inbox_position")
    op.drop_table("inbox_archive")
    op.drop_table("inbox")
    op.drop_table("outbox_sequence")
    op.drop_table("outbox_archive")
    op.drop_table("outbox")
