"""What the statistics are made of: how long each state lasted, and counts by month that a timed job keeps."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.review.tables.base import Base


class Stay(Base):
    """A state that a case has left: from when until when, in working days, and who took the step that ended it."""

    __tablename__ = "stay"
    __table_args__ = (Index("ix_stay_left", "left_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    case_no: Mapped[str] = mapped_column(ForeignKey("cases.case_no"), index=True)
    state: Mapped[str]
    entered_at: Mapped[datetime]
    left_at: Mapped[datetime]
    days: Mapped[int]
    by: Mapped[str]
    by_name: Mapped[str]


class Statistic(Base):
    """How many cases (or steps) of a month have a value in a dimension, in a scope (``village=Makasili`` or all)."""

    __tablename__ = "statistic"
    __table_args__ = (
        Index("ix_statistic_trend", "scope", "month", postgresql_where=text("dimension in ('received', 'ended')")),
    )

    scope: Mapped[str] = mapped_column(primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    dimension: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int]


class StatisticMonth(Base):
    """A month whose counts are out of date. ``since`` of the one row ``0001-01-01``: changes are noted up to here."""

    __tablename__ = "statistic_month"

    month: Mapped[date] = mapped_column(primary_key=True)
    since: Mapped[datetime]
