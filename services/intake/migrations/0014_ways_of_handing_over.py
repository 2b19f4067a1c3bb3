"""Letters go to their applicants by other ways than the desk, or nobody comes for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0012"


def upgrade() -> None:
    """Apply this step."""
    op.add_column("complaint", sa.Column("letter_until", sa.Date(), nullable=True))
    op.add_column("handover", sa.Column("way", sa.String(), server_default=sa.text("'desk'"), nullable=False))
    op.add_column("handover", sa.Column("proof_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    """Take this step back."""
    op.drop_column("handover", "proof_id")
    op.drop_column("handover", "way")
    op.drop_column("complaint", "letter_until")
