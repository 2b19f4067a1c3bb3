"""Meetings are set, moved, called off, held or missed, with minutes that say what came of them; mediations have
participants and promises."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

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
    _participants()
    _promises()


def _entry(table: str) -> list[sa.schema.SchemaItem]:
    """What all rows about a case have, and the meeting that they are of."""
    case, meeting = op.f(f"fk_{table}_case_no_cases"), op.f(f"fk_{table}_meeting_id_meeting")
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("case_no", "by", "by_name")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acting", JSONB(none_as_null=True), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(["case_no"], ["cases.case_no"], name=case),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=meeting),
    ]


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(), server_default=sa.text("''"), nullable=False)


def _indexed(table: str) -> None:
    for name in ("case_no", "meeting_id"):
        op.create_index(op.f(f"ix_{table}_{name}"), table, [name])


def _participants() -> None:
    capacities = "'applicant', 'other_side', 'witness', 'village_head', 'bhabinkamtibmas', 'babinsa', 'official'"
    op.create_table(
        "participant",
        *_entry("participant"),
        sa.Column("position", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("capacity", "name", "title")),
        sa.Column("came", sa.Boolean(), nullable=True),
        _text("words"),
        sa.Column("signature_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(f"capacity in ({capacities})", name=op.f("ck_participant_capacity")),
    )
    _indexed("participant")


def _promises() -> None:
    who = op.f("fk_promise_participant_id_participant")
    op.create_table(
        "promise",
        *_entry("promise"),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), server_default=sa.text("'open'"), nullable=False),
        _text("note"),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        _text("settled_by"),
        sa.CheckConstraint("state in ('open', 'kept', 'broken')", name=op.f("ck_promise_state")),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=who),
    )
    _indexed("promise")
    op.create_index("ix_promise_open", "promise", ["due_on"], postgresql_where=sa.text("state = 'open'"))


def downgrade() -> None:
    """Take this step back."""
    op.drop_table("promise")
    op.drop_table("participant")
    op.drop_index("uq_meeting_planned", table_name="meeting", postgresql_where=sa.text(PLANNED))
    for name in CHECKS:
        op.drop_constraint(op.f(f"ck_meeting_{name}"), "meeting", type_="check")
    for name in (*WORDS, *COUNTS):
        op.drop_column("meeting", name)
