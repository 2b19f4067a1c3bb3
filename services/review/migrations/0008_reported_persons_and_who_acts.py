"""Reported persons are a list, and who acts where an office is barred is told apart from who may not yet."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.shared.rights.conflicts import name_key

revision = "0008"
down_revision = "0007"

NAMES = ("vacant", "withheld", "stand_in_by", "given", "reported_keys", "reported_persons")


def added() -> list[sa.Column[Any]]:
    """The columns that this step adds."""
    nobody = sa.text("'{}'")
    return [
        sa.Column("vacant", sa.ARRAY(sa.String()), server_default=nobody, nullable=False),
        sa.Column("withheld", sa.ARRAY(sa.String()), server_default=nobody, nullable=False),
        sa.Column("stand_in_by", sa.String(), nullable=True),
        sa.Column("given", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("reported_keys", postgresql.ARRAY(sa.String()), server_default=nobody, nullable=False),
        sa.Column("reported_persons", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
    ]


def upgrade() -> None:
    """Apply this step. Who stands in for the Camat now was let by the rule of before, and goes on."""
    for column in added():
        op.add_column("cases", column)
    op.create_index("ix_cases_reported", "cases", ["reported_keys"], unique=False, postgresql_using="gin")
    op.execute("update cases set stand_in_by = 'system' where 'camat' = any(stood_in)")
    bind = op.get_bind()
    known = bind.execute(sa.text("select case_no, reported_official from cases where reported_official is not null"))
    change = sa.text(
        "update cases set reported_persons = cast(:persons as jsonb), reported_keys = :keys where case_no = :case_no"
    ).bindparams(sa.bindparam("keys", type_=postgresql.ARRAY(sa.String())))
    for row in known.all():
        if row.reported_official:
            one = {"kind": "official", "unidentified": False} | row.reported_official
            key = name_key(one.get("name", ""))
            values = {"case_no": row.case_no, "persons": json.dumps([one]), "keys": [key] if key else []}
            bind.execute(change, values)


def downgrade() -> None:
    """Take this step back."""
    op.drop_index("ix_cases_reported", table_name="cases", postgresql_using="gin")
    for name in reversed(NAMES):
        op.drop_column("cases", name)
