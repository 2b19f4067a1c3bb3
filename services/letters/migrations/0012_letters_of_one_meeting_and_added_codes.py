"""Letters that invite to one meeting are known by it (8b); codes that the registrar added are known here, too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Apply this step."""
    op.add_column("letter", sa.Column("bundle", sa.Uuid(), nullable=True))
    op.create_index("ix_letter_bundle", "letter", ["bundle"], postgresql_where=sa.text("bundle is not null"))
    op.create_table(
        "added_classification",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_added_classification")),
    )


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("added_classification")
    op.drop_index("ix_letter_bundle", table_name="letter")
    op.drop_column("letter", "bundle")
