"""The auditor's search over the trail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Apply this step."""
    op.create_index("ix_audit_at", "audit", ["at", "position"])
    op.create_index("ix_audit_actor", "audit", ["actor", "at", "position"])
    op.create_index("ix_audit_verb", "audit", ["verb", "at", "position"])
    op.create_index(
        "ix_audit_case", "audit", [sa.text("(details ->> 'case_no')")], postgresql_where=sa.text("details ? 'case_no'")
    )


def downgrade() -> None:
    """Take this step back."""
    for name in ("case", "verb", "actor", "at"):
        op.drop_index(f"ix_audit_{name}", table_name="audit")
