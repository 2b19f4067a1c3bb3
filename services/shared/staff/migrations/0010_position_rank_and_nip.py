"""Accounts say what a person is in the office: position, rank and NIP."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Apply this step."""
    op.add_column("account", sa.Column("position", sa.String()))
    op.add_column("account", sa.Column("rank", sa.String()))
    op.add_column("account", sa.Column("nip", sa.String()))


def downgrade() -> None:
    """Take this step back."""
    op.drop_column("account", "nip")
    op.drop_column("account", "rank")
    op.drop_column("account", "position")
