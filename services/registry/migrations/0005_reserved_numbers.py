"""Numbers reserved before the signature; letters signed on paper or by a certified provider."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "reserved_number",
        sa.Column("classification", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("letter_kind", sa.String(), nullable=False),
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reserved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reserved_for", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.CheckConstraint("(state = 'reserved') = (ended_at is null)", name=op.f("ck_reserved_number_ended")),
        sa.CheckConstraint("(state = 'void') = (reason is not null)", name=op.f("ck_reserved_number_reason")),
        sa.CheckConstraint("state in ('reserved', 'confirmed', 'void')", name=op.f("ck_reserved_number_state")),
        sa.PrimaryKeyConstraint("classification", "year", "serial", name=op.f("pk_reserved_number")),
        sa.UniqueConstraint("number", name=op.f("uq_reserved_number_number")),
    )
    op.create_index("ix_reserved_number_letter_id", "reserved_number", ["letter_id"], unique=False)
    op.create_index(
        "uq_reserved_number_open",
        "reserved_number",
        ["letter_id"],
        unique=True,
        postgresql_where=sa.text("state = 'reserved'"),
    )
    op.add_column("letter", sa.Column("numbering", sa.String(), server_default="after", nullable=False))
    op.add_column("letter", sa.Column("signing", sa.String(), server_default="internal", nullable=False))
    op.add_column("letter", sa.Column("certificate", sa.String(), nullable=True))
    op.add_column("letter", sa.Column("reserved_number", sa.String(), nullable=True))
    op.create_unique_constraint(op.f("uq_letter_reserved_number"), "letter", ["reserved_number"])
    checks = {
        "numbering": "numbering in ('after', 'reserved', 'wet')",
        "signing": "signing in ('internal', 'bsre', 'wet')",
        "reserved": "(numbering = 'reserved') = (reserved_number is not null)",
    }
    for name, condition in checks.items():
        op.create_check_constraint(op.f(f"ck_letter_{name}"), "letter", condition)
    op.drop_constraint(op.f("ck_register_book_kind"), "register_book", type_="check")
    op.create_check_constraint(op.f("ck_register_book_kind"), "register_book", "kind in ('letter', 'case', 'number')")


def downgrade() -> None:
    """Take this step back; fails, as it must, where a reserved number is in the book."""
    op.drop_constraint(op.f("ck_register_book_kind"), "register_book", type_="check")
    op.create_check_constraint(op.f("ck_register_book_kind"), "register_book", "kind in ('letter', 'case')")
    op.drop_constraint(op.f("uq_letter_reserved_number"), "letter", type_="unique")
    op.drop_column("letter", "reserved_number")
    op.drop_column("letter", "certificate")
    op.drop_column("letter", "signing")
    op.drop_column("letter", "numbering")
    op.drop_index(
        "uq_reserved_number_open", table_name="reserved_number", postgresql_where=sa.text("state = 'reserved'")
    )
    op.drop_index("ix_reserved_number_letter_id", table_name="reserved_number")
    op.drop_table("reserved_number")
