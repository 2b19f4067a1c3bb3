"""Numbers reserved, a remote signer, initials and attachments."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
BEFORE = "'letter_drafting', 'letter_review', 'letter_signed', 'letter_cancelled'"
NEW = "'letter_initials', 'letter_numbering', 'letter_signing'"


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "attachment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("bucket", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_attachment_letter_id_letter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index("ix_attachment_letter_id", "attachment", ["letter_id"], unique=False)
    op.create_table(
        "initial",
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("draft_no", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_initial_letter_id_letter")),
        sa.PrimaryKeyConstraint("letter_id", "draft_no", "username", name=op.f("pk_initial")),
    )
    op.add_column("draft", sa.Column("mode", sa.String(), server_default="after", nullable=False))
    op.add_column("draft", sa.Column("number", sa.String(), nullable=True))
    op.add_column("draft", sa.Column("place", postgresql.JSONB(astext_type=sa.Text()), nullable=True))
    op.add_column(
        "letter", sa.Column("hidden_names", postgresql.ARRAY(sa.String()), server_default="{}", nullable=False)
    )
    op.add_column("letter", sa.Column("number", sa.String(), nullable=True))
    op.add_column("letter", sa.Column("number_class", sa.String(), nullable=True))
    op.add_column("letter", sa.Column("number_date", sa.Date(), nullable=True))
    op.add_column("letter", sa.Column("number_until", sa.Date(), nullable=True))
    op.drop_constraint(op.f("ck_letter_state"), "letter", type_="check")
    op.create_check_constraint(op.f("ck_letter_state"), "letter", f"state in ({BEFORE}, {NEW})")
    op.create_check_constraint(op.f("ck_letter_number"), "letter", "(number is null) = (number_until is null)")


def downgrade() -> None:
    """Take this step back; fails, as it must, where a letter is in one of the new states."""
    op.drop_constraint(op.f("ck_letter_number"), "letter", type_="check")
    op.drop_constraint(op.f("ck_letter_state"), "letter", type_="check")
    op.create_check_constraint(op.f("ck_letter_state"), "letter", f"state in ({BEFORE})")
    op.drop_column("letter", "number_until")
    op.drop_column("letter", "number_date")
    op.drop_column("letter", "number_class")
    op.drop_column("letter", "number")
    op.drop_column("letter", "hidden_names")
    op.drop_column("draft", "place")
    op.drop_column("draft", "number")
    op.drop_column("draft", "mode")
    op.drop_table("initial")
    op.drop_index("ix_attachment_letter_id", table_name="attachment")
    op.drop_table("attachment")
