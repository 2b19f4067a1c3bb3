"""The consultation of step 7, what the Camat sent back, who leads the team, and what decisions send along."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Apply this step."""
    op.add_column("cases", sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("disposition", sa.Column("leader", sa.String(), server_default=sa.text("''"), nullable=False))
    op.add_column("member", sa.Column("leads", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("follow_up", sa.Column("reference_on", sa.Date(), nullable=True))
    nothing = sa.text("'[]'")
    op.add_column("decision", sa.Column("enclosed", postgresql.JSONB(), server_default=nothing, nullable=False))
    op.add_column("coordination", sa.Column("village", sa.String(), server_default=sa.text("''"), nullable=False))
    _hand_over("mode not in ('hand_over', 'input_and_hand_over') or kind = 'agency'")
    _consultation()
    _results("reported", "returned", "declined", "refused")


def _consultation() -> None:
    op.create_table(
        "consultation",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acting", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.CheckConstraint("kind in ('question', 'answer', 'instruction')", name=op.f("ck_consultation_kind")),
        sa.CheckConstraint("role in ('section_head', 'camat')", name=op.f("ck_consultation_role")),
        sa.ForeignKeyConstraint(["case_no"], ["cases.case_no"], name=op.f("fk_consultation_case_no_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
    )
    op.create_index(op.f("ix_consultation_case_no"), "consultation", ["case_no"])


def downgrade() -> None:
    """Take this step back."""
    op.execute("update verification set result = 'declined' where result = 'refused'")
    _results("reported", "returned", "declined")
    op.drop_table("consultation")
    op.execute("update coordination set mode = 'hand_over' where mode = 'input_and_hand_over'")
    _hand_over("mode <> 'hand_over' or kind = 'agency'")
    op.drop_column("coordination", "village")
    op.drop_column("decision", "enclosed")
    op.drop_column("follow_up", "reference_on")
    op.drop_column("member", "leads")
    op.drop_column("disposition", "leader")
    op.drop_column("cases", "returned_at")


def _results(*known: str) -> None:
    op.drop_constraint(op.f("ck_verification_result"), "verification")
    named = ", ".join(f"'{one}'" for one in known)
    op.create_check_constraint(op.f("ck_verification_result"), "verification", f"result in ({named})")


def _hand_over(rule: str) -> None:
    op.drop_constraint(op.f("ck_coordination_hand_over"), "coordination")
    op.create_check_constraint(op.f("ck_coordination_hand_over"), "coordination", rule)
