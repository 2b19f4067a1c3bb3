"""Appointments to which applicants are invited, as the desk prints and tells them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0013"
down_revision = "0012"

_TEXTS = ("kind", "state", "clock_time", "place", "purpose", "given_by", "given_how")


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "invitation",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("case_no", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in _TEXTS),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("papers", ARRAY(sa.String()), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state in ('planned', 'held', 'cancelled')", name=op.f("ck_invitation_state")),
        sa.ForeignKeyConstraint(["case_no"], ["complaint.case_no"], name=op.f("fk_invitation_case_no_complaint")),
        sa.PrimaryKeyConstraint("meeting_id", name=op.f("pk_invitation")),
    )
    op.create_index(op.f("ix_invitation_case_no"), "invitation", ["case_no"])
    planned = sa.text("state = 'planned'")
    op.create_index("ix_invitation_planned", "invitation", ["held_on"], postgresql_where=planned)


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("invitation")
