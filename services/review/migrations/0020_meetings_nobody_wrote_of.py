"""A meeting whose day was over when its case ended, and of which nobody wrote what came of it, was not called off."""

from __future__ import annotations

from alembic import op

revision = "0020"
down_revision = "0019"
NAME, STATES = "ck_meeting_state", "state in ('planned', 'held', 'cancelled', 'missed'{})"


def upgrade() -> None:
    """Apply this step."""
    op.drop_constraint(op.f(NAME), "meeting")
    op.create_check_constraint(op.f(NAME), "meeting", STATES.format(", 'unrecorded'"))


def downgrade() -> None:
    """Take this step back: the release before says called off."""
    op.drop_constraint(op.f(NAME), "meeting")
    op.execute("update meeting set state = 'cancelled' where state = 'unrecorded'")
    op.create_check_constraint(op.f(NAME), "meeting", STATES.format(""))
