"""A number that has no case says why: it was opened by mistake at the desk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "mistaken_opening",
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("case_no", name=op.f("pk_mistaken_opening")),
    )
    op.create_index("ix_mistaken_opening_cancelled", "mistaken_opening", ["cancelled_at", "case_no"])


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("mistaken_opening")
