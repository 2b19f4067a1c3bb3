"""Tables of the survey. An answer can be joined neither to a person nor to a case, not even by us.

* ``survey_issued`` knows that a case was offered the survey, and nothing of the token, not even the day.
* ``survey_token`` knows the SHA-256 of a token that is still open, and nothing of the case. The row is deleted when
  the token is used: what stays of a used link is nothing, so that whoever kept the link cannot find the answer,
  and PostgreSQL's own row numbers (``xmin``) of the answer lead to no token either.
* ``survey_sheet`` is the scan of a paper that was filled in by hand, without the strip that bears its code.
* ``survey_answer`` has a random id, the day and the half of the day, and no time, address or token. Every night the
  answers of earlier days are written anew in the order of these ids, so that nothing tells in which order they came.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Index, Numeric, SmallInteger, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.rules.questionnaire import CODES, PROFILE
from services.intake.tables.base import Base
from services.shared.files.table import KeptFile, kept_args


class SurveyIssued(Base):
    """A link was offered for this case (step 18); at most one per case."""

    __tablename__ = "survey_issued"

    case_no: Mapped[str] = mapped_column(primary_key=True)


class SurveyToken(Base):
    """A link that may still be used, up to and including ``expires_on``.

    ``handlers`` are the usernames of those who did something in its case: they may not type its paper in.
    """

    __tablename__ = "survey_token"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_on: Mapped[date] = mapped_column(index=True)
    handlers: Mapped[list[str]] = mapped_column(default=list, server_default=text("'{}'"))


class SurveySheet(KeptFile, Base):
    """The scan of a filled paper; ``added_by`` typed it in. ``case_no`` is *survey*: it belongs to no case."""

    __tablename__ = "survey_sheet"
    __table_args__ = kept_args("survey_sheet")

    case_no: Mapped[str] = mapped_column(default="survey", server_default=text("'survey'"))


def _in_list(column: str, codes: dict[str, str]) -> CheckConstraint:
    return CheckConstraint(f"{column} in ({', '.join(repr(code) for code in codes)})", name=column)


class SurveyAnswer(Base):
    """One filled questionnaire: the nine elements by code, 1 to 4, who answered, and a suggestion."""

    __tablename__ = "survey_answer"
    __table_args__ = (
        *(CheckConstraint(f"{code} between 1 and 4", name=code) for code in CODES),
        *(_in_list(column, codes) for column, _, codes in PROFILE),
        Index("ix_survey_answer_answered_on", "answered_on"),
        Index("ix_survey_answer_suggestion", "id", postgresql_where="suggestion <> ''"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    answered_on: Mapped[date] = mapped_column()
    part_of_day: Mapped[str] = mapped_column()
    persyaratan: Mapped[int] = mapped_column(SmallInteger)
    prosedur: Mapped[int] = mapped_column(SmallInteger)
    waktu: Mapped[int] = mapped_column(SmallInteger)
    biaya: Mapped[int] = mapped_column(SmallInteger)
    produk: Mapped[int] = mapped_column(SmallInteger)
    kompetensi: Mapped[int] = mapped_column(SmallInteger)
    perilaku: Mapped[int] = mapped_column(SmallInteger)
    sarana: Mapped[int] = mapped_column(SmallInteger)
    pengaduan: Mapped[int] = mapped_column(SmallInteger)
    age_group: Mapped[str] = mapped_column()
    gender: Mapped[str] = mapped_column()
    education: Mapped[str] = mapped_column()
    occupation: Mapped[str] = mapped_column()
    suggestion: Mapped[str] = mapped_column(default="")
    on_paper: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    sheet_id: Mapped[uuid.UUID | None] = mapped_column(default=None)  # its scan, where it was typed from paper


class SurveyPublication(Base):
    """The figures of a period as they were published, with the plan for the weakest elements. Never changed."""

    __tablename__ = "survey_publication"
    __table_args__ = (Index("ix_survey_publication_newest", "last_day", "published_at"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    first_day: Mapped[date] = mapped_column()
    last_day: Mapped[date] = mapped_column()
    published_at: Mapped[datetime] = mapped_column()
    published_by: Mapped[str] = mapped_column()
    respondents: Mapped[int] = mapped_column()
    population: Mapped[int] = mapped_column()
    nrr: Mapped[Decimal] = mapped_column(Numeric(4, 3))
    index: Mapped[Decimal] = mapped_column("survey_index", Numeric(5, 2))
    grade: Mapped[str] = mapped_column(String(1))
    elements: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    plan: Mapped[str] = mapped_column()
