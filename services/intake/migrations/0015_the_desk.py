"""The desk: for whom somebody complains, other papers than the KTP, the form signed on the pad, opened by mistake."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

STATES = (
    "draft_intake", "intake_check", "awaiting_completion", "forwarded", "withdrawal_requested", "ready_for_handover",
    "delivered", "closed_resolved_direct", "closed_resolved", "closed_transferred", "closed_reported_to_law",
    "closed_declined", "closed_withdrawn",
)  # fmt: skip
MISTAKEN = "closed_mistaken"
NO_OUTCOME = f"(outcome is not null) = (state like 'closed%' and state <> '{MISTAKEN}')"


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "represented",
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("paper", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("nik_token", sa.String(), nullable=False),
        sa.Column("nik_index", sa.String(length=64), nullable=False),
        sa.Column("nik_masked", sa.String(length=16), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("gender", sa.String(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "relation in ('parent', 'heir', 'proxy', 'village_head', 'other')", name=op.f("ck_represented_relation")
        ),
        sa.ForeignKeyConstraint(["case_no"], ["complaint.case_no"], name=op.f("fk_represented_case_no_complaint")),
        sa.PrimaryKeyConstraint("case_no", name=op.f("pk_represented")),
    )
    op.create_index(op.f("ix_represented_nik_index"), "represented", ["nik_index"])
    _text("applicant", "identity_paper", "ktp")
    _text("applicant", "identity_no")
    _text("complaint", "mistake")
    op.add_column("complaint_form", sa.Column("signature_id", sa.Uuid(), nullable=True))
    _checks((*STATES, MISTAKEN), NO_OUTCOME)


def _text(table: str, column: str, default: str = "") -> None:
    op.add_column(table, sa.Column(column, sa.String(), server_default=sa.text(f"'{default}'"), nullable=False))


def _checks(states: tuple[str, ...], outcome: str) -> None:
    for name, condition in (("state", f"state in ({', '.join(map(repr, states))})"), ("outcome", outcome)):
        op.drop_constraint(op.f(f"ck_complaint_{name}"), "complaint", type_="check")
        op.create_check_constraint(op.f(f"ck_complaint_{name}"), "complaint", condition)


def downgrade() -> None:
    """Take this step back: what was opened by mistake is withdrawn."""
    op.drop_constraint(op.f("ck_complaint_outcome"), "complaint", type_="check")
    op.create_check_constraint(op.f("ck_complaint_outcome"), "complaint", "true")
    op.execute("update complaint set state = 'closed_withdrawn', outcome = 'withdrawn' where state = 'closed_mistaken'")
    _checks(STATES, "(outcome is not null) = (state like 'closed%')")
    op.drop_column("complaint_form", "signature_id")
    op.drop_column("complaint", "mistake")
    op.drop_column("applicant", "identity_no")
    op.drop_column("applicant", "identity_paper")
    op.drop_table("represented")
