"""A withdrawal of a complaint: made, told, and either taken back in time or taking effect."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.rules.withdrawal import SETTLED, WAYS
from services.intake.tables.base import Base

_WAYS = ", ".join(f"'{way}'" for way in WAYS)
_SETTLED = ", ".join(f"'{end}'" for end in ("", *SETTLED))


class Withdrawal(Base):
    """One withdrawal. ``way``: whose act it rests on, ``file_id`` the signature or scan.

    The applicant can object on every day up to ``until``; it takes effect after it. ``settled`` says how it went on,
    empty while it waits.
    """

    __tablename__ = "withdrawal"
    __table_args__ = (
        CheckConstraint(f"way in ({_WAYS})", name="way"),
        CheckConstraint(f"settled in ({_SETTLED})", name="settled"),
        CheckConstraint("(settled = '') = (settled_at is null)", name="settled_at"),
        Index("uq_withdrawal_waits", "case_no", unique=True, postgresql_where=text("settled_at is null")),
        Index("ix_withdrawal_due", "until", postgresql_where=text("settled_at is null")),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_no: Mapped[str] = mapped_column(ForeignKey("complaint.case_no"), index=True)
    way: Mapped[str] = mapped_column()
    reason: Mapped[str] = mapped_column()
    file_id: Mapped[uuid.UUID | None] = mapped_column(default=None)
    made_at: Mapped[datetime] = mapped_column()
    made_by: Mapped[str] = mapped_column()
    made_by_name: Mapped[str] = mapped_column()
    until: Mapped[date] = mapped_column()
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
    confirmed_by: Mapped[str] = mapped_column(default="")
    confirmed_by_name: Mapped[str] = mapped_column(default="")
    confirmed_how: Mapped[str] = mapped_column(default="")
    settled: Mapped[str] = mapped_column(default="")
    settled_at: Mapped[datetime | None] = mapped_column(default=None)
    settled_by: Mapped[str] = mapped_column(default="")
    settled_by_name: Mapped[str] = mapped_column(default="")
    settled_reason: Mapped[str] = mapped_column(default="")
