"""notices."""

from __future__ import annotations

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Nothing any more: the shared chain ``notices`` makes it. Installed offices stand at this step."""


def downgrade() -> None:
    """Nothing, as there."""
