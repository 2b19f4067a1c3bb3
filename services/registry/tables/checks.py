"""Files that anybody has checked: what waits, and for a few minutes what was found. Nothing of the visitor is kept."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.registry.tables.base import Base, StoredPdf


class LetterCheck(StoredPdf, Base):
    """One file in line; the whole row goes after minutes.

    ``line``: a keyed hash of the network that it came from, until it was judged: one of each at a time. ``turn``:
    how many of that network waited when it came. ``answer``: what was found, as plain data (``queries/check.py``).
    """

    __tablename__ = "letter_check"
    __table_args__ = (Index("ix_letter_check_asked", "asked_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    line: Mapped[str]
    turn: Mapped[int]
    asked_at: Mapped[datetime]
    begun_at: Mapped[datetime | None]
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
