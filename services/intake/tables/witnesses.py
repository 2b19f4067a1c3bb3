"""Who saw it: the witnesses whom the applicant names (step 3)."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.handoffs.witnesses import UNASKED, WILLING
from services.intake.tables.base import Base

_ANSWERS = ", ".join(f"'{code}'" for code in WILLING)


class Witness(Base):
    """One witness, in the order in which they were named. ``contact`` is whatever reaches them."""

    __tablename__ = "witness"
    __table_args__ = (CheckConstraint(f"willing in ({_ANSWERS})", name="willing"),)

    case_no: Mapped[str] = mapped_column(ForeignKey("complaint.case_no"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column()
    contact: Mapped[str] = mapped_column(default="")
    willing: Mapped[str] = mapped_column(default=UNASKED)
