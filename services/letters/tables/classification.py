"""Classification codes that the registrar added to those of the office's file, as the registry told."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from services.letters.tables.base import Base


class AddedClassification(Base):
    """A code and what it is of."""

    __tablename__ = "added_classification"

    code: Mapped[str] = mapped_column(primary_key=True)
    label: Mapped[str]
