"""What the rules ask before archives are destroyed; where paper originals lie, and to whom they went."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0016"
down_revision = "0015"
EMPTY = sa.text("''")


def upgrade() -> None:
    """Apply this step."""
    op.add_column("destruction", sa.Column("committee", JSONB(), server_default=sa.text("'[]'"), nullable=False))
    op.add_column("destruction", sa.Column("appraised_on", sa.Date(), nullable=True))
    op.add_column("destruction", sa.Column("permit_by", sa.String(), server_default=EMPTY, nullable=False))
    op.add_column("destruction", sa.Column("permit_no", sa.String(), server_default=EMPTY, nullable=False))
    op.add_column("destruction", sa.Column("permit_on", sa.Date(), nullable=True))
    op.create_table(
        "paper_file",
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("box", sa.String(), nullable=False),
        sa.Column("shelf", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("placed_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_no"], ["archive_case.case_no"], name=op.f("fk_paper_file_case_no_archive_case")),
        sa.PrimaryKeyConstraint("case_no", name=op.f("pk_paper_file")),
    )
    op.create_table(
        "paper_loan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("taken_by", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("lent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lent_by", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_to", sa.String(), server_default=EMPTY, nullable=False),
        sa.Column("condition", sa.String(), server_default=EMPTY, nullable=False),
        sa.ForeignKeyConstraint(["case_no"], ["archive_case.case_no"], name=op.f("fk_paper_loan_case_no_archive_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_loan")),
    )
    op.create_index(op.f("ix_paper_loan_case_no"), "paper_loan", ["case_no"])
    op.create_index("ix_paper_loan_lent", "paper_loan", ["lent_at", "id"])
    still = sa.text("returned_at is null")
    op.create_index("uq_paper_loan_open", "paper_loan", ["case_no"], unique=True, postgresql_where=still)


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("paper_loan")
    op.drop_table("paper_file")
    for name in ("permit_on", "permit_no", "permit_by", "appraised_on", "committee"):
        op.drop_column("destruction", name)
