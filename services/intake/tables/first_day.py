"""The first day of a real office: paper cases that wait to come in, and who declared the office open."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.tables.base import Base


class PaperImport(Base):
    """A spreadsheet from paper: checked, and waiting until the office is declared open.

    ``kind``: running cases, or rows of this year's register book or agenda (``rules/paper_books.py``).

    ``token`` holds its rows, encrypted as a whole because they hold NIKs; it goes when they have come in, or when the
    import is taken back.
    """

    __tablename__ = "paper_import"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    kind: Mapped[str] = mapped_column(default="cases", server_default=text("'cases'"))
    file_name: Mapped[str]
    cases: Mapped[int]
    token: Mapped[str | None]
    loaded_at: Mapped[datetime]
    loaded_by: Mapped[str]
    loaded_by_name: Mapped[str]
    dropped_at: Mapped[datetime | None]
    came_in_at: Mapped[datetime | None]


class FirstDay(Base):
    """One row: that the office is to be declared open, who asked, and who confirmed it. Open, it stays so.

    ``last_number``: where the paper book of this year ended. ``version`` counts what changes what is confirmed: the
    number, and each list that comes or is taken back.
    """

    __tablename__ = "first_day"
    __table_args__ = (CheckConstraint("id = 1", name="one"), CheckConstraint("last_number >= 0", name="last_number"))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    version: Mapped[int] = mapped_column(default=0, server_default=text("1"))
    last_number: Mapped[int]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    asked_by_name: Mapped[str]
    opened_at: Mapped[datetime | None]
    opened_by: Mapped[str | None]
    opened_by_name: Mapped[str | None]


class Practice(Base):
    """One row: two people want everything of practice emptied (``sigap office clear-practice``); when it was done."""

    __tablename__ = "practice"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    version: Mapped[int] = mapped_column(default=0, server_default=text("1"))
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    asked_by_name: Mapped[str]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str | None]
    confirmed_by_name: Mapped[str | None]
    cleared_at: Mapped[datetime | None]
