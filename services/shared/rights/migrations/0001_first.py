"""Conflicts of interest as facts, with those that were known before (docs/decisions/0027).

Before this step review kept them in columns of its cases, and the desk in no place: it had only the reported official's
name. What is written here was told to nobody yet (``told_at``): a timed job tells the other services.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from services.shared.rights.conflicts import named

revision = "conflicts_0001"
down_revision = None
branch_labels = "conflicts"

FROM_REVIEW = "select case_no, received_at, conflicted, {cleared} as cleared, {name} as name from cases"
FROM_DESK = "select case_no, now() as received_at, name from reported_official where name <> ''"
MARKED = "Ditandai sebelum alasan dicatat"
REPORTED = "Namanya tertulis sebagai terlapor"
CLEARED = "Bukan orang yang dilaporkan"


def upgrade() -> None:
    """Apply this step."""
    table = op.create_table(
        "conflict",
        sa.Column("case_no", sa.String(), nullable=False),
        sa.Column("party", sa.String(), nullable=False),
        sa.Column("bars", sa.Boolean(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("case_no", "party"),
    )
    holds, untold = sa.text("ended_at is null"), sa.text("told_at is null")
    op.create_index("ix_conflict_party", "conflict", ["party"], unique=False, postgresql_where=holds)
    op.create_index("ix_conflict_untold", "conflict", ["case_no"], unique=False, postgresql_where=untold)
    rows = list(_known())
    if rows:
        op.bulk_insert(table, rows)


def _known() -> Iterator[dict[str, Any]]:
    """What the schema's own tables knew, whichever of their steps they are at."""
    bind = op.get_bind()
    tables = set(sa.inspect(bind).get_table_names())
    if "reported_official" in tables:
        for row in bind.execute(sa.text(FROM_DESK)):
            yield from _named(row)
    if "cases" in tables:
        columns = {column["name"] for column in sa.inspect(bind).get_columns("cases")}
        cleared = "cleared" if "cleared" in columns else "array[]::varchar[]"
        name = "coalesce(reported_official ->> 'name', '')" if "reported_official" in columns else "''"
        for row in bind.execute(sa.text(FROM_REVIEW.format(cleared=cleared, name=name))):
            yield from _named(row)
            yield from (_fact(row, who, True, MARKED) for who in row.conflicted)
            yield from (_fact(row, who, False, CLEARED) for who in row.cleared if who not in row.conflicted)


def _named(row: Any) -> Iterator[dict[str, Any]]:
    if party := named(row.name):
        yield _fact(row, party, True, REPORTED)


def _fact(row: Any, party: str, bars: bool, why: str) -> dict[str, Any]:
    about = {"case_no": row.case_no, "party": party, "since": row.received_at}
    return about | {"bars": bars, "why": why, "noted_by": "system", "ended_at": None, "told_at": None}


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("conflict")
