"""What was archived before re-reading began is re-read too."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Apply this step: since when nobody compared them is since when they were archived."""
    op.execute("update archive_item set checked_at = archived_at where checked_at is null")
    op.execute("update archive_case set checked_at = archived_at where checked_at is null and state = 'archived'")


def downgrade() -> None:
    """Nothing: the release before does not ask."""
