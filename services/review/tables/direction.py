"""What is written down at step 8: the meeting (8b) and the disposition (8c)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from services.review.tables.base import Base, CaseEntry


class Meeting(CaseEntry, Base):
    """Step 8b: the appointment, and its minutes once it was held. ``clock_time`` is the office's, ``08.30``."""

    __tablename__ = "meeting"

    held_on: Mapped[date]
    clock_time: Mapped[str]
    place: Mapped[str]
    note: Mapped[str]
    participants: Mapped[str | None] = mapped_column(default=None)
    statements: Mapped[str | None] = mapped_column(default=None)
    agreement: Mapped[str | None] = mapped_column(default=None)
    recorded_at: Mapped[datetime | None] = mapped_column(default=None)
    recorded_by: Mapped[str | None] = mapped_column(default=None)


class Disposition(CaseEntry, Base):
    """Step 8c: the Camat's instruction to the team; changed, it is written anew.

    ``leader``: a username of ``members``.
    """

    __tablename__ = "disposition"

    instructions: Mapped[list[str]]
    note: Mapped[str]
    urgency: Mapped[str]
    due: Mapped[date]
    members: Mapped[list[str]]
    member_names: Mapped[list[str]]
    leader: Mapped[str] = mapped_column(default="", server_default=text("''"))
