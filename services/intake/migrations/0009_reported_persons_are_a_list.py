"""Reported persons are a list: the one official of a case becomes its first row."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

TABLE, KEY = "reported_official", "pk_reported_official"


def upgrade() -> None:
    """Apply this step."""
    op.add_column(TABLE, sa.Column("number", sa.Integer(), server_default=sa.text("1"), nullable=False))
    op.add_column(TABLE, sa.Column("kind", sa.String(), server_default=sa.text("'official'"), nullable=False))
    op.add_column(TABLE, sa.Column("unidentified", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.drop_constraint(KEY, TABLE, type_="primary")
    op.create_primary_key(KEY, TABLE, ["case_no", "number"])
    op.drop_constraint("ck_reported_official_reachable", TABLE, type_="check")
    known = "unidentified or name <> '' or position <> '' or address <> ''"
    op.create_check_constraint("ck_reported_official_reachable", TABLE, known)
    op.create_check_constraint("ck_reported_official_kind", TABLE, "kind in ('official', 'citizen')")


def downgrade() -> None:
    """Take this step back: only the first of a case stays."""
    op.execute(
        "delete from reported_official where number > 1 or kind <> 'official' or (position = '' and address = '')"
    )
    op.drop_constraint("ck_reported_official_kind", TABLE, type_="check")
    op.drop_constraint("ck_reported_official_reachable", TABLE, type_="check")
    op.create_check_constraint("ck_reported_official_reachable", TABLE, "position <> '' or address <> ''")
    op.drop_constraint(KEY, TABLE, type_="primary")
    op.create_primary_key(KEY, TABLE, ["case_no"])
    for name in ("unidentified", "kind", "number"):
        op.drop_column(TABLE, name)
