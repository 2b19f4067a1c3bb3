"""Where the paper of a running case is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
PAPER = ("paper_holder", "paper_who", "paper_place", "paper_moved_by")  # where the paper of a running case is


def upgrade() -> None:
    """Apply this step."""
    for column in PAPER:
        op.add_column("cases", sa.Column(column, sa.String(), server_default=sa.text("''"), nullable=False))
    op.add_column("cases", sa.Column("paper_moved_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take this step back."""
    for column in ("paper_moved_at", *PAPER):
        op.drop_column("cases", column)
