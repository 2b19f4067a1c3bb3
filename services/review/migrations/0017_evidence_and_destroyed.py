"""Evidence that is handed over to law enforcement (12d); destroyed archives; in whose office a mediation is led; what shows who.

Whether a file shows the applicant is said of every file now, not only of those of cases that were confidential then.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0017"
down_revision = "0016"
EMPTY = sa.text("''")
SHOWS = """
update case_file set identifying = true
where role in ('minutes', 'agreement', 'mediation', 'conveyed', 'invitation', 'follow_up_sheet', 'verification')
   or origin = 'letter'
"""


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "evidence_handover",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("files", JSONB(), nullable=False),
        sa.Column("parts", ARRAY(sa.String()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("manifest", sa.String(), nullable=False),
        sa.Column("seal", sa.String(), server_default=EMPTY, nullable=False),
        sa.Column("certificate", sa.String(), server_default=EMPTY, nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by", sa.String(), server_default=EMPTY, nullable=False),
        sa.Column("taken_rank", sa.String(), server_default=EMPTY, nullable=False),
        sa.Column("signed", sa.String(), server_default=EMPTY, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acting", JSONB(none_as_null=True), nullable=True),
        sa.CheckConstraint("signed in ('', 'pad', 'scan')", name=op.f("ck_evidence_handover_signed")),
        sa.ForeignKeyConstraint(["case_no"], ["cases.case_no"], name=op.f("fk_evidence_handover_case_no_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_handover")),
    )
    op.create_index(op.f("ix_evidence_handover_case_no"), "evidence_handover", ["case_no"])
    op.add_column("cases", sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("meeting", sa.Column("led_as", sa.String(), server_default=EMPTY, nullable=False))
    op.create_check_constraint(op.f("ck_meeting_led_as"), "meeting", "led_as in ('', 'camat', 'team')")
    op.execute(SHOWS)
    op.execute("update cases set destroyed_at = now() where message like 'Arsip dimusnahkan pada %'")


def downgrade() -> None:
    """Take this step back."""
    op.drop_column("meeting", "led_as")
    op.drop_column("cases", "destroyed_at")
    op.drop_table("evidence_handover")
