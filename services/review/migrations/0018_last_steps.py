"""What the last step of a case did, as long as it can be taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "last_step",
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("added", JSONB(), nullable=False),
        sa.Column("changed", JSONB(), nullable=False),
        sa.ForeignKeyConstraint(["case_no"], ["cases.case_no"], name=op.f("fk_last_step_case_no_cases")),
        sa.PrimaryKeyConstraint("case_no", name=op.f("pk_last_step")),
    )


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("last_step")
