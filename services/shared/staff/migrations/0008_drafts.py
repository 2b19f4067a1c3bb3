"""What was typed and not sent yet is kept, encrypted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "draft",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("account_id", "thing", "form"),
    )
    op.create_index("ix_draft_at", "draft", ["at"], unique=False)


def downgrade() -> None:
    """Take this step back."""
    op.drop_index("ix_draft_at", table_name="draft")
    op.drop_table("draft")
