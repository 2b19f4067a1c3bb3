"""The number of the same complaint at LAPOR!/SP4N; who awaits an answer after work was handed on; witnesses."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Apply this step."""
    op.add_column("cases", sa.Column("lapor_no", sa.String(), server_default=sa.text("''"), nullable=False))
    op.add_column("cases", sa.Column("witnesses", JSONB(), server_default=sa.text("'[]'"), nullable=False))
    op.add_column("follow_up", sa.Column("awaited_by", sa.String(), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    """Take this step back."""
    op.drop_column("follow_up", "awaited_by")
    op.drop_column("cases", "witnesses")
    op.drop_column("cases", "lapor_no")
