"""The things for which a timed job failed, each with its own next try."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "jobs_0002"
down_revision = "jobs_0001"


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "timed_job_row",
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("job", "subject", name=op.f("pk_timed_job_row")),
    )


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("timed_job_row")
