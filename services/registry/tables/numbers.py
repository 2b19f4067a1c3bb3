"""Running numbers: the counters behind them, and the numbers of letters (16b), given or booked."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from services.registry.tables.base import Base


class Counter(Base):
    """The last number given of one kind in one year; its row lock makes numbers gapless, rollbacks included."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]

    @classmethod
    def reach(cls, session: Session, name: str, year: int, last: int) -> None:
        """Numbers of this kind go on after ``last`` at the earliest."""
        row = insert(cls).values(name=name, year=year, last=last)
        higher = {"last": func.greatest(cls.last, last)}
        session.execute(row.on_conflict_do_update(index_elements=["name", "year"], set_=higher))

    @classmethod
    def next(cls, session: Session, name: str, year: int) -> int:
        """The next number of this kind in this year, from 1. A rollback gives it back: no gap, no repeat."""
        first = insert(cls).values(name=name, year=year, last=1)
        given = first.on_conflict_do_update(index_elements=["name", "year"], set_={"last": cls.last + 1})
        with session.no_autoflush:  # the row that gets the number is not complete without it
            return session.execute(given.returning(cls.last)).scalar_one()


class LetterNumber(Base):
    """Step 16b: a number that was given to a letter, append-only; never used again. Without serial: it was typed."""

    __tablename__ = "letter_number"
    __table_args__ = (
        UniqueConstraint("classification", "year", "serial"),
        Index(
            "ix_letter_number_search", "number", postgresql_using="gin", postgresql_ops={"number": "gin_trgm_ops"}
        ),
    )  # fmt: skip

    number: Mapped[str] = mapped_column(primary_key=True)
    classification: Mapped[str]
    year: Mapped[int]
    serial: Mapped[int | None]
    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"), unique=True)
    given_at: Mapped[datetime]
    given_by: Mapped[str]


class ReservedNumber(Base):
    """A number taken for a letter that is not signed yet.

    ``state``: reserved, confirmed (16b: the signed letter bears it) or void (BATAL, with ``reason``). A letter has one
    open reservation at most; whatever its fate, the number is never given again.
    """

    __tablename__ = "reserved_number"
    __table_args__ = (
        UniqueConstraint("classification", "year", "serial"),
        CheckConstraint("state in ('reserved', 'confirmed', 'void')", name="state"),
        CheckConstraint("(state = 'reserved') = (ended_at is null)", name="ended"),
        CheckConstraint("(state = 'void') = (reason is not null)", name="reason"),
        Index("uq_reserved_number_open", "letter_id", unique=True, postgresql_where=text("state = 'reserved'")),
        Index("ix_reserved_number_letter_id", "letter_id"),
    )

    number: Mapped[str] = mapped_column(primary_key=True)
    classification: Mapped[str]
    year: Mapped[int]
    serial: Mapped[int | None]
    dated: Mapped[date]
    letter_id: Mapped[uuid.UUID]
    letter_kind: Mapped[str]
    case_no: Mapped[str]
    state: Mapped[str]
    reserved_at: Mapped[datetime]
    reserved_for: Mapped[str]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str | None]
