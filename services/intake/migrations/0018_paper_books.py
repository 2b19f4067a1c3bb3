"""The first day: rows of this year's paper books wait as paper cases do; two want practice emptied."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Apply this step."""
    op.add_column("paper_import", sa.Column("kind", sa.String(), server_default=sa.text("'cases'"), nullable=False))
    op.create_table(
        "practice",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_by_name", sa.String(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.String(), nullable=True),
        sa.Column("confirmed_by_name", sa.String(), nullable=True),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_practice_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice")),
    )


def downgrade() -> None:
    """Take this step back; what waits of a book is no list of cases."""
    op.drop_table("practice")
    op.execute("delete from paper_import where kind <> 'cases'")
    op.drop_column("paper_import", "kind")
