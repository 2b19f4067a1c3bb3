"""Archive of settled handoffs and failures of timed jobs."""

from __future__ import annotations

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Nothing any more: the shared chains ``handoffs`` and ``jobs`` make it. Installed offices stand at this step."""


def downgrade() -> None:
    """Nothing, as there."""
