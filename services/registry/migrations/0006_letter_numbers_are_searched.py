"""Letter numbers are searched by parts."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Apply this step."""
    op.create_index(
        "ix_letter_number_search",
        "letter_number",
        ["number"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"number": "gin_trgm_ops"},
    )


def downgrade() -> None:
    """Take this step back."""
    op.drop_index("ix_letter_number_search", table_name="letter_number", postgresql_using="gin")
