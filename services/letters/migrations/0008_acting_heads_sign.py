"""An acting head signs letters in their own name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Apply this step."""
    op.add_column("draft", sa.Column("acting", postgresql.JSONB(astext_type=sa.Text()), nullable=True))


def downgrade() -> None:
    """Take this step back."""
    op.drop_column("draft", "acting")
