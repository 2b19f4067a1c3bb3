"""The agenda of outgoing letters: the office's one book, what holds each number now, and from where numbers come."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, SmallInteger, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.registry.tables.base import Base

_SOURCES = "source in ('own', 'block', 'typed', 'paper')"
_STATES = "state in ('reserved', 'used', 'cancelled')"


class AgendaEntry(Base):
    """A line of the book: append-only and hash-chained. What becomes of a number is a new line that strikes the last.

    Of a letter of Sigap it says the kind alone: whom and what it is about stands in ``letter``, which knows who may see
    it and is emptied with its case. ``retention`` is a key of ``office.retention``.
    """

    __tablename__ = "agenda_book"
    __table_args__ = (
        CheckConstraint(_SOURCES, name="source"),
        CheckConstraint(_STATES, name="state"),
        CheckConstraint("(strikes is null) = (reason = '')", name="reason"),
        Index("ix_agenda_book_number", "number"),
    )

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    entered_on: Mapped[date]
    entered_at: Mapped[datetime]
    entered_by: Mapped[str]
    number: Mapped[str]
    year: Mapped[int]
    serial: Mapped[int | None]
    dated: Mapped[date]
    source: Mapped[str]
    state: Mapped[str]
    classification: Mapped[str]
    subject: Mapped[str]
    recipient: Mapped[str]
    security: Mapped[str]
    retention: Mapped[str]
    signer_title: Mapped[str]
    note: Mapped[str]
    case_no: Mapped[str | None]
    letter_id: Mapped[uuid.UUID | None]
    strikes: Mapped[int | None] = mapped_column(ForeignKey("agenda_book.position"), unique=True)
    reason: Mapped[str]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AgendaNumber(Base):
    """What holds a number now: beside the book, because that is append-only and this says which line of it is valid.

    ``id`` is the position of the number's first line and never changes; ``position`` that of the valid one. ``key`` is
    the number as it is compared (capitals, without spaces); ``said`` what the line is found by (``shared/folding.py``);
    ``asked``: the form that asked for it, so that a second press is none.
    """

    __tablename__ = "agenda_number"
    __table_args__ = (
        CheckConstraint(_SOURCES, name="source"),
        CheckConstraint(_STATES, name="state"),
        Index("uq_agenda_number_letter", "letter_id", unique=True, postgresql_where=text("state <> 'cancelled'")),
        Index("ix_agenda_number_serial", "year", "serial"),
        Index("ix_agenda_number_dated", "dated", "id"),
        Index("ix_agenda_number_said", "said", postgresql_using="gin", postgresql_ops={"said": "gin_trgm_ops"}),
        Index("ix_agenda_number_folding", "folding", "id"),
        Index("ix_agenda_number_case_no", "case_no"),
    )

    id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("agenda_book.position"), primary_key=True, autoincrement=False
    )
    position: Mapped[int] = mapped_column(BigInteger, ForeignKey("agenda_book.position"), unique=True)
    number: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    year: Mapped[int]
    serial: Mapped[int | None]
    dated: Mapped[date]
    source: Mapped[str]
    state: Mapped[str]
    classification: Mapped[str]
    case_no: Mapped[str | None]
    letter_id: Mapped[uuid.UUID | None]
    asked: Mapped[uuid.UUID | None] = mapped_column(unique=True)
    said: Mapped[str]
    folding: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))


class NumberBlock(Base):
    """A range of running numbers of one year that the secretariat allotted, both ends included."""

    __tablename__ = "number_block"
    __table_args__ = (CheckConstraint("first <= last", name="ends"), UniqueConstraint("year", "first"))

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    first: Mapped[int]
    last: Mapped[int]
    allotted_by: Mapped[str]
    imported_at: Mapped[datetime]
    imported_by: Mapped[str]


class NumberRequest(Base):
    """A letter that wants its number before it is signed, and waits until somebody types one or a block comes."""

    __tablename__ = "number_request"

    letter_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_no: Mapped[str]
    letter_kind: Mapped[str]
    classification: Mapped[str]
    requested_by: Mapped[str]
    requested_at: Mapped[datetime]


class AddedClassification(Base):
    """A classification code that the registrar added to those of the office's file.

    ``told_at``: when letters was told, so that drafts may have it.
    """

    __tablename__ = "added_classification"

    code: Mapped[str] = mapped_column(primary_key=True)
    label: Mapped[str]
    added_at: Mapped[datetime]
    added_by: Mapped[str]
    told_at: Mapped[datetime | None]
