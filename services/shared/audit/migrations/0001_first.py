"""The audit trail, and the indices of the auditor's search.

Made where it is missing: in offices of before the shared chains each service's own chain made it (docs/decisions/0023).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "trail_0001"
down_revision = None
branch_labels = "trail"


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "audit",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("story", sa.Boolean(), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("correlation_id", sa.String(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("position"),
        if_not_exists=True,
    )
    op.create_index("ix_audit_subject", "audit", ["subject", "position"], unique=False, if_not_exists=True)
    op.create_index("ix_audit_at", "audit", ["at", "position"], if_not_exists=True)
    op.create_index("ix_audit_actor", "audit", ["actor", "at", "position"], if_not_exists=True)
    op.create_index("ix_audit_verb", "audit", ["verb", "at", "position"], if_not_exists=True)
    op.create_index(
        "ix_audit_case",
        "audit",
        [sa.text("(details ->> 'case_no')")],
        postgresql_where=sa.text("details ? 'case_no'"),
        if_not_exists=True,
    )


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("audit")
