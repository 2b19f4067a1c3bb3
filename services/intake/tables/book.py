"""The application book (step 1-3): one running number per year for complaints and mere visits, without gaps."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.tables.base import Base


class BookCounter(Base):
    """The last number given in a year; its row lock makes the numbers gapless, whoever else opens or fails."""

    __tablename__ = "book_counter"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column()


class BookEntry(Base):
    """A line of the application book. ``case_no`` is None for a visit without a complaint."""

    __tablename__ = "application_book"
    __table_args__ = (
        UniqueConstraint("request_id"),
        CheckConstraint("number > 0", name="number"),
        Index("ix_application_book_entered_at", "entered_at"),
    )

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entered_at: Mapped[datetime] = mapped_column()
    purpose: Mapped[str] = mapped_column()
    service: Mapped[str] = mapped_column()
    visitor: Mapped[str] = mapped_column(default="")
    clerk: Mapped[str] = mapped_column()
    clerk_name: Mapped[str] = mapped_column()
    override_reason: Mapped[str] = mapped_column(default="")
    case_no: Mapped[str | None] = mapped_column(unique=True)
    request_id: Mapped[uuid.UUID | None] = mapped_column(default=None)
