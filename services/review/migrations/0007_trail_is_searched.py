"""The auditor's search over the trail."""

from __future__ import annotations

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Nothing any more: the shared chain ``trail`` makes it. Installed offices stand at this step."""


def downgrade() -> None:
    """Nothing, as there."""
