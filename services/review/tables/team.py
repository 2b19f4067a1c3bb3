"""What is written down at steps 10 and 11: coordinations, tasks, visits, the team report."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.review.tables.base import Base, CaseEntry


class Coordination(CaseEntry, Base):
    """Step 10a, 10b or 10c. Open until ``closed_at`` is set, by a result or by the note that no answer came.

    ``due_on``: the day by which the partner's answer is awaited. ``village``: which one was spoken with (10a).
    """

    __tablename__ = "coordination"
    __table_args__ = (
        CheckConstraint("kind in ('village', 'forkopimcam', 'agency')", name="kind"),
        CheckConstraint("mode not in ('hand_over', 'input_and_hand_over') or kind = 'agency'", name="hand_over"),
        CheckConstraint("closed_at is null or no_answer or result <> ''", name="closed"),
        Index("ix_coordination_due", "due_on", postgresql_where=text("closed_at is null")),
    )

    kind: Mapped[str]
    mode: Mapped[str]
    partner: Mapped[str]
    partner_name: Mapped[str]
    village: Mapped[str] = mapped_column(default="", server_default=text("''"))
    held_on: Mapped[date]
    channel: Mapped[str]
    note: Mapped[str]
    due_on: Mapped[date | None] = mapped_column(default=None)
    result: Mapped[str] = mapped_column(default="")
    no_answer: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    closed_by: Mapped[str | None] = mapped_column(default=None)
    letter_id: Mapped[uuid.UUID | None] = mapped_column(default=None)  # the office's letter with the request


class Task(CaseEntry, Base):
    """Step 10: what one member of the team does, until which day. Open until ``done_at`` is set."""

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_open", "username", "due_on", postgresql_where=text("done_at is null")),
        Index("ix_task_due", "due_on", postgresql_where=text("done_at is null")),
    )

    username: Mapped[str]
    name: Mapped[str]
    what: Mapped[str]
    due_on: Mapped[date]
    done_at: Mapped[datetime | None] = mapped_column(default=None)
    done_by: Mapped[str | None] = mapped_column(default=None)
    outcome: Mapped[str] = mapped_column(default="")


class Visit(CaseEntry, Base):
    """Step 10: the team looked at the place. Its photos are files with this ``visit_id``."""

    __tablename__ = "visit"

    visited_on: Mapped[date]
    place: Mapped[str]
    present: Mapped[str]
    findings: Mapped[str]


class Report(CaseEntry, Base):
    """Step 11: a team report, frozen: ``sha256`` covers ``content`` (canonical JSON). ``proposes``: a step of 12."""

    __tablename__ = "report"
    __table_args__ = (Index("uq_report_case_number", "case_no", "number", unique=True),)

    number: Mapped[int]
    analysis: Mapped[str]
    facts: Mapped[str]
    results: Mapped[str]
    recommendation: Mapped[str]
    proposes: Mapped[str]
    content: Mapped[str]
    sha256: Mapped[str]
    returned_note: Mapped[str | None] = mapped_column(default=None)
    returned_at: Mapped[datetime | None] = mapped_column(default=None)
