"""The service register book (16a)."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
    literal_column,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from services.registry.tables.base import Base

PERSONAL = frozenset({"applicant_name", "nik_masked", "summary", "result", "note", "reason"})  # hidden once destroyed
SEARCHED = ("case_no", "applicant_name", "village", "service", "summary", "officer", "result", "letter_number")


def _as_before() -> ColumnElement[str]:
    """What the release before looks through, in the index that it asks; taken away in the next."""
    return literal_column("(" + " || ' ' || ".join(SEARCHED) + ")", String)


_FIRST_OF_CASE = text("kind = 'case' and strikes is null")


class RegisterEntry(Base):
    """A row of the book: append-only and hash-chained. A correction is a new row that strikes an older one.

    ``kind``: a letter, a closed case, a reserved number that no letter bears (BATAL), or a row of the paper book.

    Columns after office-rules.md 3. The number of a letter's row is found in ``letter_number`` (16b comes after 16a).
    """

    __tablename__ = "register_book"
    __table_args__ = (
        CheckConstraint("kind in ('letter', 'case', 'number', 'paper')", name="kind"),
        CheckConstraint("(kind = 'letter') = (letter_id is not null)", name="letter"),
        CheckConstraint("(strikes is null) = (reason = '')", name="reason"),
        UniqueConstraint("year", "serial"),
        Index("uq_register_book_case", "case_no", unique=True, postgresql_where=_FIRST_OF_CASE),
        Index("uq_register_book_letter", "letter_id", unique=True, postgresql_where=text("strikes is null")),
        Index("ix_register_book_case_no", "case_no"),
        Index("ix_register_book_letter_id", "letter_id"),
        Index("ix_register_book_entered_on", "entered_on", "position"),
        Index("ix_register_book_search", text(f"{_as_before()} gin_trgm_ops"), postgresql_using="gin"),
    )

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    year: Mapped[int]
    serial: Mapped[int]
    kind: Mapped[str]
    entered_on: Mapped[date]
    entered_at: Mapped[datetime]
    entered_by: Mapped[str]
    received_on: Mapped[date]
    case_no: Mapped[str]
    letter_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("letter.id"))
    applicant_name: Mapped[str]
    nik_masked: Mapped[str]
    village: Mapped[str]
    service: Mapped[str]
    summary: Mapped[str]
    officer: Mapped[str]
    finished_on: Mapped[date | None]
    result: Mapped[str]
    letter_number: Mapped[str]
    note: Mapped[str]
    strikes: Mapped[int | None] = mapped_column(ForeignKey("register_book.position"), unique=True)
    reason: Mapped[str]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class RegisterWords(Base):
    """What a row is searched by, folded (``shared/folding.py``): its words and, once it is given, its letter's number.

    Beside the book, because that is append-only and this is noted anew.
    """

    __tablename__ = "register_words"
    __table_args__ = (
        Index("ix_register_words_said", "said", postgresql_using="gin", postgresql_ops={"said": "gin_trgm_ops"}),
        Index("ix_register_words_folding", "folding", "position"),
    )

    position: Mapped[int] = mapped_column(ForeignKey("register_book.position"), primary_key=True, autoincrement=False)
    said: Mapped[str]
    folding: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))  # by which version it was made
