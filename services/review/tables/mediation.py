"""Who is invited to a mediation, what each said and signed, and what was promised there (steps 8b and 10a)."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.review.rules.mediation import CAPACITIES, PROMISES
from services.review.tables.base import Base, CaseEntry

_CAPACITIES = ", ".join(f"'{code}'" for code in CAPACITIES)
_PROMISES = ", ".join(f"'{state}'" for state in PROMISES)


class Participant(CaseEntry, Base):
    """One who is invited to a mediation. The applicant has no name here: it stands in the case alone.

    ``title`` is an address, an office, or both, as it was typed. ``came`` is None until somebody noted it, ``words``
    what this person said, ``signature_id`` the file of what was signed on the screen.
    """

    __tablename__ = "participant"
    __table_args__ = (CheckConstraint(f"capacity in ({_CAPACITIES})", name="capacity"),)

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    position: Mapped[int]
    capacity: Mapped[str]
    name: Mapped[str]
    title: Mapped[str]
    came: Mapped[bool | None] = mapped_column(default=None)
    words: Mapped[str] = mapped_column(default="", server_default=text("''"))
    signature_id: Mapped[uuid.UUID | None] = mapped_column(default=None)


class Promise(CaseEntry, Base):
    """What one of them promised, until when; and whether it was kept."""

    __tablename__ = "promise"
    __table_args__ = (
        CheckConstraint(f"state in ({_PROMISES})", name="state"),
        Index("ix_promise_open", "due_on", postgresql_where=text("state = 'open'")),
    )

    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    participant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("participant.id"))
    what: Mapped[str]
    due_on: Mapped[date]
    state: Mapped[str] = mapped_column(default="open", server_default=text("'open'"))
    note: Mapped[str] = mapped_column(default="", server_default=text("''"))
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    settled_by: Mapped[str] = mapped_column(default="", server_default=text("''"))
