"""The first day: rows of this year's paper books stand in the register book and the agenda, marked as such."""

from __future__ import annotations

from alembic import op

revision = "0017"
down_revision = "0016"
KINDS = ("register_book", "kind", "kind in ('letter', 'case', 'number'{})", ", 'paper'")
SOURCES = "source in ('own', 'block', 'typed'{})"
CHECKS = (KINDS, ("agenda_book", "source", SOURCES, ", 'paper'"), ("agenda_number", "source", SOURCES, ", 'paper'"))


def upgrade() -> None:
    """Apply this step."""
    for table, column, words, more in CHECKS:
        op.drop_constraint(op.f(f"ck_{table}_{column}"), table)
        op.create_check_constraint(op.f(f"ck_{table}_{column}"), table, words.format(more))


def downgrade() -> None:
    """Take this step back; refused while a row from paper stands in a book, which nobody takes out of it."""
    for table, column, words, _ in CHECKS:
        op.drop_constraint(op.f(f"ck_{table}_{column}"), table)
        op.create_check_constraint(op.f(f"ck_{table}_{column}"), table, words.format(""))
