"""What lists are searched by. Narrow tables of their own, so that a search never reads a whole complaint."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, SmallInteger, Text, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.tables.base import Base


class ComplaintWords(Base):
    """The words of a complaint: Indonesian stems of title, place, story and purpose, and the marks of rules/search.py.

    Without positions: nobody looks for phrases, and the rows stay small. The GIN index takes new words at once
    (``fastupdate`` off), so that no search has to read a pending list first.
    """

    __tablename__ = "complaint_words"
    __table_args__ = (
        Index(
            "ix_complaint_words_words", "words", postgresql_using="gin", postgresql_with={"fastupdate": "off"}
        ),
        Index("ix_complaint_words_recent", "received_at", "case_no"),
        Index("ix_complaint_words_folding", "folding", "case_no"),
    )  # fmt: skip

    case_no: Mapped[str] = mapped_column(ForeignKey("complaint.case_no"), primary_key=True)
    received_at: Mapped[datetime] = mapped_column()
    words: Mapped[str] = mapped_column(TSVECTOR)
    folding: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))  # by which version words were made


class KnownWord(Base):
    """A word of ``ComplaintWords``, once, with its mark and no trace of whose: what begins as somebody typed."""

    __tablename__ = "known_word"

    word: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)  # by bytes: a beginning is a range


class NameWord(Base):
    """A word that occurs in applicants' names, once, with no trace of whose: what a misspelt name is compared with."""

    __tablename__ = "name_word"
    __table_args__ = (
        Index("ix_name_word_alike", "word", postgresql_ops={"word": "gin_trgm_ops"}, postgresql_using="gin"),
    )

    word: Mapped[str] = mapped_column(primary_key=True)
