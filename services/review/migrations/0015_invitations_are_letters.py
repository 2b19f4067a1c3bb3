"""A letter says which appointment it invites to, and whom (8b)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Apply this step."""
    op.add_column("letter", sa.Column("meeting_id", sa.Uuid(), nullable=True))
    op.add_column("letter", sa.Column("position", sa.Integer(), nullable=True))
    op.create_foreign_key(op.f("fk_letter_meeting_id_meeting"), "letter", "meeting", ["meeting_id"], ["id"])


def downgrade() -> None:
    """Take this step back."""
    op.drop_constraint(op.f("fk_letter_meeting_id_meeting"), "letter", type_="foreignkey")
    op.drop_column("letter", "position")
    op.drop_column("letter", "meeting_id")
