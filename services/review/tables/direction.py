"""What is written down at step 8: the meeting (8b) and the disposition (8c)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.review.tables.base import Base, CaseEntry

PLANNED = "state = 'planned' and recorded_at is null"


class Meeting(CaseEntry, Base):
    """Step 8b: the appointment, and its minutes once it was held.

    ``kind``: face to face with the applicant, or a mediation between both sides (``handoffs.outcomes.MeetingKind``).
    ``clock_time`` is the office's, ``08.30``. ``state``: planned, held, cancelled, missed (nobody came, and it was not
    set anew), unrecorded (its day was over when the case ended, and nobody wrote what came of it). ``moves`` counts how
    often it was set anew, ``missed`` how often the invited did not come. ``number`` is that of the minutes, where the
    office gave one. ``led_as``: camat or team, in whose office ``by`` leads it; empty in a row of the release before.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("kind in ('face_to_face', 'mediation')", name="kind"),
        CheckConstraint("state in ('planned', 'held', 'cancelled', 'missed', 'unrecorded')", name="state"),
        CheckConstraint("led_as in ('', 'camat', 'team')", name="led_as"),
        CheckConstraint("result in ('', 'agreed', 'not_agreed', 'continued')", name="result"),
        Index("uq_meeting_planned", "case_no", unique=True, postgresql_where=text(PLANNED)),
    )

    kind: Mapped[str] = mapped_column(default="face_to_face", server_default=text("'face_to_face'"))
    state: Mapped[str] = mapped_column(default="planned", server_default=text("'planned'"))
    moves: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    missed: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    why: Mapped[str] = mapped_column(default="", server_default=text("''"))
    number: Mapped[str] = mapped_column(default="", server_default=text("''"))
    result: Mapped[str] = mapped_column(default="", server_default=text("''"))
    led_as: Mapped[str] = mapped_column(default="", server_default=text("''"))
    held_on: Mapped[date]
    clock_time: Mapped[str]
    place: Mapped[str]
    note: Mapped[str]
    participants: Mapped[str | None] = mapped_column(default=None)
    statements: Mapped[str | None] = mapped_column(default=None)
    agreement: Mapped[str | None] = mapped_column(default=None)
    recorded_at: Mapped[datetime | None] = mapped_column(default=None)
    recorded_by: Mapped[str | None] = mapped_column(default=None)

    @property
    def is_planned(self) -> bool:
        """Whether it waits for its day. The release before knows no state, and goes by the minutes."""
        return self.state == "planned" and self.recorded_at is None


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
