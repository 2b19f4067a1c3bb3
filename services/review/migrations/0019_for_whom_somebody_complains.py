"""For whom the applicant complains who acts for another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Apply this step."""
    op.add_column("cases", sa.Column("represented", JSONB(), server_default=sa.text("'{}'"), nullable=False))


def downgrade() -> None:
    """Take this step back."""
    op.drop_column("cases", "represented")
