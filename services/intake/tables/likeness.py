"""Complaints that may tell of the same thing as an earlier one (step 4)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.rules.likeness import VERDICTS
from services.intake.tables.base import Base

_VERDICTS = ", ".join(f"'{verdict}'" for verdict in VERDICTS)


class Likeness(Base):
    """Two complaints that look alike: ``case_no`` came later. Found once, when the form is handed in; what the clerk
    says of it stays. ``score`` is a percentage, ``reasons`` are codes of rules/likeness.py."""

    __tablename__ = "likeness"
    __table_args__ = (
        CheckConstraint("case_no <> other_no", name="two"),
        CheckConstraint(f"verdict in ({_VERDICTS})", name="verdict"),
        Index("ix_likeness_other_no", "other_no"),
    )

    case_no: Mapped[str] = mapped_column(ForeignKey("complaint.case_no"), primary_key=True)
    other_no: Mapped[str] = mapped_column(ForeignKey("complaint.case_no"), primary_key=True)
    score: Mapped[int] = mapped_column(SmallInteger)
    reasons: Mapped[list[str]] = mapped_column()
    verdict: Mapped[str] = mapped_column(default="open")
    decided_by: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
