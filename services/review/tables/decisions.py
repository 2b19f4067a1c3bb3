"""What is written down at steps 12 and 13: the Camat's decision, the letters asked for, the follow-up."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.review.tables.base import Base, CaseEntry


class Decision(CaseEntry, Base):
    """Step 12a to 12d. ``text`` is the answer, conclusion, reason or alleged offence.

    ``enclosed``: the files that 12c or 12d sends along, with name, size and hash (``rules/enclosing.py``).
    """

    __tablename__ = "decision"
    __table_args__ = (CheckConstraint("step in ('8a', '12a', '12b', '12c', '12d')", name="step"),)

    step: Mapped[str]
    text: Mapped[str]
    letter_kind: Mapped[str] = mapped_column(default="")
    partner: Mapped[str] = mapped_column(default="")
    partner_name: Mapped[str] = mapped_column(default="")
    letter_id: Mapped[uuid.UUID | None] = mapped_column(default=None)
    enclosed: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, default=list, server_default=sql("'[]'"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(default=None)
    withdrawn_reason: Mapped[str] = mapped_column(default="")


class Letter(Base):
    """A letter that review asked for, as far as review knows it (14-17).

    ``progress``: requested, in_review, correcting, signed, registered, handed_over, cancelled. Of an invitation (8b)
    ``meeting_id`` is the appointment, ``position`` whom it invites (1: the applicant).
    """

    __tablename__ = "letter"
    __table_args__ = (
        CheckConstraint(
            "progress in ('requested', 'in_review', 'correcting', 'signed', 'registered', 'handed_over', 'cancelled')",
            name="progress",
        ),
        CheckConstraint("progress <> 'registered' or number <> ''", name="registered"),
    )

    letter_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_no: Mapped[str] = mapped_column(ForeignKey("cases.case_no"), index=True)
    meeting_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("meeting.id"), default=None)
    position: Mapped[int | None] = mapped_column(default=None)
    step: Mapped[str]
    letter_kind: Mapped[str]
    recipient: Mapped[str]
    to_applicant: Mapped[bool]
    progress: Mapped[str]
    versions: Mapped[int] = mapped_column(default=0)
    corrections: Mapped[int] = mapped_column(default=0)
    number: Mapped[str] = mapped_column(default="")
    dated: Mapped[date | None] = mapped_column(default=None)
    file_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("case_file.id"), default=None)
    handed_at: Mapped[datetime | None] = mapped_column(default=None)
    handed_to: Mapped[str] = mapped_column(default="")
    requested_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    cancel_reason: Mapped[str] = mapped_column(default="")


class FollowUp(CaseEntry, Base):
    """Step 13 (and 8a): what the applicant was told, when, by whom and how; ``reference`` of 12c and 12d.

    The number of a report to the law (LP, STPL; 12d) may come later: ``reference`` is empty until then.

    ``due_on``: after 12c and 12d, the day by which the partner's answer is awaited, although the case has ended.
    """

    __tablename__ = "follow_up"
    __table_args__ = (
        Index("ix_follow_up_open", "due_on", postgresql_where=sql("due_on is not null and answered_on is null")),
        CheckConstraint("(answered_on is null) = (answered_by is null)", name="answered"),
    )

    step: Mapped[str]
    told_at: Mapped[datetime]
    told_to: Mapped[str]
    told_how: Mapped[str]
    summary: Mapped[str]
    reference: Mapped[str] = mapped_column(default="")
    reference_on: Mapped[date | None] = mapped_column(default=None)
    due_on: Mapped[date | None] = mapped_column(default=None)
    awaited_by: Mapped[str] = mapped_column(default="", server_default=sql("''"))  # after ``by`` handed the work on
    answered_on: Mapped[date | None] = mapped_column(default=None)
    answered_by: Mapped[str | None] = mapped_column(default=None)
    answer: Mapped[str] = mapped_column(default="")
