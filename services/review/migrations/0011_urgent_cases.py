"""Urgent cases: since when, why, and until which hour the present step may take."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Apply this step."""
    op.add_column("cases", sa.Column("urgent_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("cases", sa.Column("urgent_reason", sa.String(), server_default=sa.text("''"), nullable=False))
    op.add_column("cases", sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_cases_due_at", "cases", ["due_at", "case_no"], postgresql_where=sa.text("due_at is not null"))


def downgrade() -> None:
    """Take this step back."""
    op.drop_index("ix_cases_due_at", table_name="cases")
    for column in ("due_at", "urgent_reason", "urgent_since"):
        op.drop_column("cases", column)
