"""The office's wording of letters."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from services.letters.tables.base import Base


class Template(Base):
    """A version of the office's wording for one kind of letter, append-only; the newest is used."""

    __tablename__ = "template"

    kind: Mapped[str] = mapped_column(primary_key=True)
    no: Mapped[int] = mapped_column(primary_key=True)
    fields: Mapped[dict[str, Any]]
    note: Mapped[str]
    made_at: Mapped[datetime]
    made_by: Mapped[str]
