"""For whom the applicant complains (P2): a minor, a testator, who gave a mandate, a villager."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from services.handoffs.representing import RELATIONS
from services.intake.tables.base import Base

_RELATIONS = ", ".join(f"'{code}'" for code in RELATIONS)


class Represented(Base):
    """The person whose complaint it is. ``relation``: what the applicant is to them, ``paper``: by what paper.

    The NIK lies as the applicant's does: encrypted, and found by its index.
    """

    __tablename__ = "represented"
    __table_args__ = (CheckConstraint(f"relation in ({_RELATIONS})", name="relation"),)

    case_no: Mapped[str] = mapped_column(ForeignKey("complaint.case_no"), primary_key=True)
    relation: Mapped[str] = mapped_column()
    paper: Mapped[str] = mapped_column()
    name: Mapped[str] = mapped_column()
    nik_token: Mapped[str] = mapped_column()
    nik_index: Mapped[str] = mapped_column(String(64), index=True)
    nik_masked: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(default="")
    gender: Mapped[str] = mapped_column(default="")
    birth_date: Mapped[date | None] = mapped_column(default=None)
