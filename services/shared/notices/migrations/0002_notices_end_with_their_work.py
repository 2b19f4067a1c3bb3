"""A notice knows what it is about: it goes away when that is done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "notices_0002"
down_revision = "notices_0001"


def upgrade() -> None:
    """Apply this step. What rang before is about its subject, as what rings from now on unless it says otherwise."""
    op.add_column("notice", sa.Column("about", sa.String(), server_default=sa.text("''"), nullable=False))
    op.execute("update notice set about = subject where channel = 'bell'")
    op.create_index("ix_notice_about", "notice", ["about"], postgresql_where=sa.text("done_by is null"))


def downgrade() -> None:
    """Take this step back."""
    op.drop_index("ix_notice_about", table_name="notice")
    op.drop_column("notice", "about")
