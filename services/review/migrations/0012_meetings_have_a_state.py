"""Meetings are set, moved, called off, held or missed; their minutes have a number and say what came of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

PLANNED = "state = 'planned' and recorded_at is null"  # the release before knows no state, and goes by the minutes
CHECKS = {
    "kind": "kind in ('face_to_face', 'mediation')",
    "state": "state in ('planned', 'held', 'cancelled', 'missed')",
    "result": "result in ('', 'agreed', 'not_agreed', 'continued')",
}
WORDS = {"kind": "face_to_face", "state": "planned", "why": "", "number": "", "result": ""}
COUNTS = ("moves", "missed")


def upgrade() -> None:
    """Apply this step."""
    for name, usual in WORDS.items():
        default = sa.text(f"'{usual}'")
        op.add_column("meeting", sa.Column(name, sa.String(), server_default=default, nullable=False))
    for name in COUNTS:
        op.add_column("meeting", sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.execute("update meeting set state = 'held' where recorded_at is not null")
    op.execute(
        "update meeting set state = 'cancelled' from cases where cases.case_no = meeting.case_no"
        " and recorded_at is null and cases.state <> 'camat_meeting'"
    )
    for name, rule in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_meeting_{name}"), "meeting", rule)
    op.create_index("uq_meeting_planned", "meeting", ["case_no"], unique=True, postgresql_where=sa.text(PLANNED))


def downgrade() -> None:
    """Take this step back."""
    op.drop_index("uq_meeting_planned", table_name="meeting", postgresql_where=sa.text(PLANNED))
    for name in CHECKS:
        op.drop_constraint(op.f(f"ck_meeting_{name}"), "meeting", type_="check")
    for name in (*WORDS, *COUNTS):
        op.drop_column("meeting", name)
