"""What the desk hears besides the form: urgency, and an entry made later from paper."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_TEXTS = ("urgent_danger", "urgent_reason", "urgent_by", "taken_by", "late_reason")
_MOMENTS = ("urgent_at", "entered_at")


def upgrade() -> None:
    """Apply this step."""
    for name in _MOMENTS:
        op.add_column("complaint", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    for name in _TEXTS:
        op.add_column("complaint", sa.Column(name, sa.String(), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    """Take this step back."""
    for name in (*_TEXTS, *_MOMENTS):
        op.drop_column("complaint", name)
