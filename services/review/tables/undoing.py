"""What the last step of a case did, as long as it can be taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.review.tables.base import Base


class LastStep(Base):
    """The last step that stayed in the house: who did it, when, to which version of the case it led.

    ``note``: its line in the trail. ``added``: the rows that it added, as (table, key). ``changed``: what stood in rows
    that it changed, as (table, key, values by column).
    """

    __tablename__ = "last_step"

    case_no: Mapped[str] = mapped_column(ForeignKey("cases.case_no"), primary_key=True)
    verb: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
    version: Mapped[int]
    note: Mapped[str]
    added: Mapped[list[Any]] = mapped_column(JSONB)
    changed: Mapped[list[Any]] = mapped_column(JSONB)
