"""Numbers that were booked before the signature (office setting "reserved")."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.registry.tables.base import Base


class ReservedNumber(Base):
    """A number taken from the counter for a letter that is not signed yet.

    ``state``: reserved, confirmed (16b: the signed letter bears it) or void (BATAL, with ``reason``). A letter has one
    open reservation at most; whatever its fate, the number is never given again.
    """

    __tablename__ = "reserved_number"
    __table_args__ = (
        CheckConstraint("state in ('reserved', 'confirmed', 'void')", name="state"),
        CheckConstraint("(state = 'reserved') = (ended_at is null)", name="ended"),
        CheckConstraint("(state = 'void') = (reason is not null)", name="reason"),
        Index("uq_reserved_number_open", "letter_id", unique=True, postgresql_where=text("state = 'reserved'")),
        Index("ix_reserved_number_letter_id", "letter_id"),
    )

    classification: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    serial: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    dated: Mapped[date]
    letter_id: Mapped[uuid.UUID]
    letter_kind: Mapped[str]
    case_no: Mapped[str]
    state: Mapped[str]
    reserved_at: Mapped[datetime]
    reserved_for: Mapped[str]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str | None]
