"""Runs and failures of timed jobs.

Made where it is missing: in offices of before the shared chains each service's own chain made it (docs/decisions/0023).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "jobs_0001"
down_revision = None
branch_labels = "jobs"


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "timed_job",
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.UniqueConstraint("job", "due_at", name="uq_timed_job_job_due_at"),
        if_not_exists=True,
    )
    op.create_table(
        "timed_job_failure",
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("job"),
        if_not_exists=True,
    )


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("timed_job_failure")
    op.drop_table("timed_job")
