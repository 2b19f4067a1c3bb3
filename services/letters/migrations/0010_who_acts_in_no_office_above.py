"""Who acts in no office above their own, because they marked its holder with a conflict of interest."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Apply this step."""
    nobody = sa.text("'{}'")
    op.add_column("letter", sa.Column("kept_from", sa.ARRAY(sa.String()), server_default=nobody, nullable=False))


def downgrade() -> None:
    """Take this step back."""
    op.drop_column("letter", "kept_from")
