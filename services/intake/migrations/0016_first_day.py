"""The first day of a real office: paper cases that wait, who declared it open. Who is at work already is open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
AT_WORK = """
insert into first_day (id, last_number, asked_at, asked_by, asked_by_name, opened_at, opened_by, opened_by_name)
select 1, 0, now(), 'system', 'Pemutakhiran', now(), 'system', 'Pemutakhiran' where exists (select from complaint)
"""


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "paper_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=True),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("loaded_by", sa.String(), nullable=False),
        sa.Column("loaded_by_name", sa.String(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("came_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_import")),
    )
    op.create_table(
        "first_day",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_by_name", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by", sa.String(), nullable=True),
        sa.Column("opened_by_name", sa.String(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_first_day_one")),
        sa.CheckConstraint("last_number >= 0", name=op.f("ck_first_day_last_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_first_day")),
    )
    op.add_column("complaint", sa.Column("paper_no", sa.String(), server_default=sa.text("''"), nullable=False))
    op.execute(AT_WORK)


def downgrade() -> None:
    """Take this step back."""
    op.drop_column("complaint", "paper_no")
    op.drop_table("first_day")
    op.drop_table("paper_import")
