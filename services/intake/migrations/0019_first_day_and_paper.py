"""The first day: who confirms has seen what is confirmed. Where the paper of a running case is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
TABLES = ("first_day", "practice")
PAPER = ("paper_holder", "paper_who", "paper_place", "paper_moved_by")  # where the paper of a running case is


def upgrade() -> None:
    """Apply this step."""
    for table in TABLES:
        op.add_column(table, sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False))
    for column in PAPER:
        op.add_column("complaint", sa.Column(column, sa.String(), server_default=sa.text("''"), nullable=False))
    op.add_column("complaint", sa.Column("paper_moved_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_complaint_paper",
        "complaint",
        ["paper_holder", "received_at", "case_no"],
        postgresql_where=sa.text("paper_holder <> ''"),
    )


def downgrade() -> None:
    """Take this step back."""
    op.drop_index("ix_complaint_paper", table_name="complaint", postgresql_where=sa.text("paper_holder <> ''"))
    for column in ("paper_moved_at", *PAPER):
        op.drop_column("complaint", column)
    for table in reversed(TABLES):
        op.drop_column(table, "version")
