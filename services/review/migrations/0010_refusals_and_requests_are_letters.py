"""A refusal waits for the office's letter, and a coordination knows the letter with its request."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
BEFORE = (
    "section_head_review", "returned_to_desk", "camat_review", "camat_meeting", "team_assigned", "camat_decision",
    "oral_followup", "letter_requested", "transfer_followup", "law_followup", "closed_resolved_direct",
    "closed_resolved", "closed_transferred", "closed_reported_to_law", "closed_declined", "closed_withdrawn",
)  # fmt: skip


def upgrade() -> None:
    """Apply this step."""
    op.add_column("coordination", sa.Column("letter_id", sa.Uuid(), nullable=True))
    _allow(*BEFORE, "refusal_letter")


def downgrade() -> None:
    """Take this step back; a proposed refusal is with the section head again."""
    op.execute("update cases set state = 'section_head_review' where state = 'refusal_letter'")
    _allow(*BEFORE)
    op.drop_column("coordination", "letter_id")


def _allow(*states: str) -> None:
    op.drop_constraint(op.f("ck_cases_state"), "cases")
    named = ", ".join(f"'{state}'" for state in states)
    op.create_check_constraint(op.f("ck_cases_state"), "cases", f"state in ({named})")
