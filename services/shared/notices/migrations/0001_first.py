"""Notices as due rows.

Made where it is missing: in offices of before the shared chains each service's own chain made it (docs/decisions/0023).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "notices_0001"
down_revision = None
branch_labels = "notices"


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("not_for", sa.ARRAY(sa.String()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("resends", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("error", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(), nullable=True),
        sa.Column("done_how", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.CheckConstraint("sent_at is null or failed_at is null", name="ck_notice_sent_or_failed"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("kind", "subject", "recipient", "occasion", name="uq_notice_occasion"),
        if_not_exists=True,
    )
    op.create_index(
        "ix_notice_due",
        "notice",
        ["channel", "next_at"],
        unique=False,
        postgresql_where=sa.text("sent_at is null and failed_at is null"),
        if_not_exists=True,
    )
    op.create_index(
        "ix_notice_failed",
        "notice",
        ["failed_at"],
        unique=False,
        postgresql_where=sa.text("failed_at is not null"),
        if_not_exists=True,
    )
    op.create_index(
        "ix_notice_sent",
        "notice",
        ["channel", "sent_at"],
        unique=False,
        postgresql_where=sa.text("sent_at is not null"),
        if_not_exists=True,
    )
    op.create_index("ix_notice_subject", "notice", ["subject", "created_at"], unique=False, if_not_exists=True)


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("notice")
