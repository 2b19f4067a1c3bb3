"""Time stamps of archived letters are renewed before they run out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Apply this step. Each letter that is in the archive already is looked at once."""
    op.add_column("archive_item", sa.Column("stamps_due", sa.Date(), nullable=True))
    op.execute("update archive_item set stamps_due = archived_at::date")
    op.add_column(
        "archive_item",
        sa.Column("earlier", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
    )
    op.create_index("ix_archive_item_stamps", "archive_item", ["stamps_due", "letter_id"])
    op.create_index("ix_archive_item_sha256", "archive_item", ["sha256"])
    op.create_index(
        "ix_archive_item_earlier",
        "archive_item",
        ["earlier"],
        postgresql_using="gin",
        postgresql_ops={"earlier": "jsonb_path_ops"},
    )


def downgrade() -> None:
    """Take this step back."""
    for name in ("earlier", "sha256", "stamps"):
        op.drop_index(f"ix_archive_item_{name}", table_name="archive_item")
    op.drop_column("archive_item", "earlier")
    op.drop_column("archive_item", "stamps_due")
