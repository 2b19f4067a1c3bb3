"""Every word of the complaints once, by which a beginning is completed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
FILL = "insert into known_word (word) select word from ts_stat('select words from complaint_words') where word !~ '^%'"


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "known_word",
        sa.Column("word", sa.Text(collation="C"), nullable=False),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_known_word")),
    )
    op.execute(FILL)


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("known_word")
