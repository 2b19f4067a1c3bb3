"""Why a file of a case cannot be opened travels with it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Apply this step."""
    op.add_column("case_file", sa.Column("trouble", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    """Take this step back."""
    op.drop_column("case_file", "trouble")
