"""A job that failed as a whole waits before its next try."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "jobs_0003"
down_revision = "jobs_0002"


def upgrade() -> None:
    """Apply this step."""
    op.add_column("timed_job_failure", sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take this step back."""
    op.drop_column("timed_job_failure", "next_try_at")
