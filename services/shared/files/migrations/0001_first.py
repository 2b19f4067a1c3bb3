"""Files that the staff bring, as they came."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "files_0001"
down_revision = None
branch_labels = "files"


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "brought_file",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("bucket", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("declared_type", sa.String(), server_default="", nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by", sa.String(), nullable=True),
        sa.Column("scan", sa.String(), server_default="unscanned", nullable=False),
        sa.Column("scan_note", sa.String(), server_default="", nullable=False),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("look", sa.String(), server_default="waiting", nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("previews", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("condition", sa.String(), server_default="intact", nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "scan in ('unscanned', 'clean', 'infected', 'too_large')", name=op.f("ck_brought_file_scan")
        ),
        sa.CheckConstraint("look in ('waiting', 'again', 'done', 'failed', 'none')", name=op.f("ck_brought_file_look")),
        sa.CheckConstraint("condition in ('intact', 'missing', 'changed')", name=op.f("ck_brought_file_condition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brought_file")),
    )
    op.create_index("ix_brought_file_subject", "brought_file", ["subject", "added_at"])
    op.create_index(op.f("ix_brought_file_case_no"), "brought_file", ["case_no"])
    op.create_index("ix_brought_file_key", "brought_file", ["key"])
    op.create_index(
        "ix_brought_file_unscanned", "brought_file", ["added_at"], postgresql_where=sa.text("scan = 'unscanned'")
    )
    op.create_index(
        "ix_brought_file_unseen", "brought_file", ["added_at"], postgresql_where=sa.text("look in ('waiting', 'again')")
    )
    op.create_index(
        "ix_brought_file_checked_at",
        "brought_file",
        [sa.text("checked_at nulls first"), "id"],
        postgresql_where=sa.text("removed_at is null"),
    )


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("brought_file")
