"""Messages that a worker's gate refused: by queue, sender and reason, how often and when last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "handoffs_0002"
down_revision = "handoffs_0001"
branch_labels = None


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "refused_task",
        sa.Column("queue", sa.String(), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("times", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("queue", "sender", "reason"),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("refused_task")
