"""The archive's packages are sealed, each naming the one before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Apply this step."""
    op.create_table(
        "package_seal",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("archive_no", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.String(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_package_seal"),
        sa.UniqueConstraint("hash", name="uq_package_seal_hash"),
    )
    op.create_index("ix_package_seal_case", "package_seal", ["case_no", "position"])
    op.add_column("archive_case", sa.Column("sealed", sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_archive_case_unsealed",
        "archive_case",
        ["case_no"],
        postgresql_where=sa.text("state = 'archived' and sealed is null"),
    )


def downgrade() -> None:
    """Take this step back."""
    op.drop_index("ix_archive_case_unsealed", "archive_case")
    op.drop_column("archive_case", "sealed")
    op.drop_index("ix_package_seal_case", "package_seal")
    op.drop_table("package_seal")
