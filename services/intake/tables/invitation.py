"""An appointment to which the applicant is invited (step 8b, mediations), as review told it."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.tables.base import Base


class Invitation(Base):
    """One appointment. ``clock_time`` is the office's, ``08.30``. ``papers`` are the files that hold now,
    ``awaited`` so many more are not signed yet.

    ``state``: planned, held, cancelled. ``told_at``: when the applicant was told of this day and hour. ``given_at``:
    when a clerk noted that the papers are printed and on their way; asked anew when the appointment is moved.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        CheckConstraint("state in ('planned', 'held', 'cancelled')", name="state"),
        Index("ix_invitation_planned", "held_on", postgresql_where=text("state = 'planned'")),
    )

    meeting_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_no: Mapped[str] = mapped_column(ForeignKey("complaint.case_no"), index=True)
    kind: Mapped[str] = mapped_column()
    state: Mapped[str] = mapped_column()
    held_on: Mapped[date] = mapped_column()
    clock_time: Mapped[str] = mapped_column()
    place: Mapped[str] = mapped_column()
    purpose: Mapped[str] = mapped_column()
    papers: Mapped[list[str]] = mapped_column()
    awaited: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    told_at: Mapped[datetime] = mapped_column()
    given_at: Mapped[datetime | None] = mapped_column(default=None)
    given_by: Mapped[str] = mapped_column(default="")
    given_how: Mapped[str] = mapped_column(default="")
