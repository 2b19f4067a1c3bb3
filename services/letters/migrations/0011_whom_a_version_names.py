"""A version keeps whom it names as its signer: the Camat of the office's file may change before it is signed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Apply this step."""
    column = sa.Column("signer", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True)
    op.add_column("draft", column)


def downgrade() -> None:
    """Take this step back."""
    op.drop_column("draft", "signer")
