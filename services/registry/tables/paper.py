"""Paper originals of ended cases: where they lie, and to whom they went (buku ekspedisi)."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.registry.tables.base import Base


class PaperFile(Base):
    """Where the paper of a case lies: folder (map), box (boks), shelf (rak), as they are marked in the office."""

    __tablename__ = "paper_file"

    case_no: Mapped[str] = mapped_column(ForeignKey("archive_case.case_no"), primary_key=True)
    folder: Mapped[str]
    box: Mapped[str]
    shelf: Mapped[str]
    note: Mapped[str]
    placed_at: Mapped[datetime]
    placed_by: Mapped[str]


class PaperLoan(Base):
    """Paper that left its place: who took it, for what, until when; and when it came back, in which condition."""

    __tablename__ = "paper_loan"
    __table_args__ = (
        Index("uq_paper_loan_open", "case_no", unique=True, postgresql_where=text("returned_at is null")),
        Index("ix_paper_loan_lent", "lent_at", "id"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    case_no: Mapped[str] = mapped_column(ForeignKey("archive_case.case_no"), index=True)
    taken_by: Mapped[str]
    unit: Mapped[str]
    purpose: Mapped[str]
    lent_at: Mapped[datetime]
    lent_by: Mapped[str]
    due_on: Mapped[date]
    returned_at: Mapped[datetime | None]
    returned_to: Mapped[str] = mapped_column(default="", server_default=text("''"))
    condition: Mapped[str] = mapped_column(default="", server_default=text("''"))
