"""Numbers that have no case, and why: the complaint was opened by mistake."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from services.registry.tables.base import Base


class MistakenOpening(Base):
    """A tombstone: the number is used and stays used, and no case will come under it. It names nobody who came."""

    __tablename__ = "mistaken_opening"
    __table_args__ = (Index("ix_mistaken_opening_cancelled", "cancelled_at", "case_no"),)

    case_no: Mapped[str] = mapped_column(primary_key=True)
    opened_at: Mapped[datetime]
    cancelled_at: Mapped[datetime]
    cancelled_by: Mapped[str]
    reason: Mapped[str]
