"""Invitations are letters of the office (8b): so many of an appointment are not signed yet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Apply this step."""
    op.add_column("invitation", sa.Column("awaited", sa.Integer(), server_default=sa.text("0"), nullable=False))


def downgrade() -> None:
    """Take this step back."""
    op.drop_column("invitation", "awaited")
