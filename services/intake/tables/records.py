"""What gathers around a complaint: files, the completeness checklist, the handover of the letter."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from services.intake.rules.cases import VERDICTS
from services.intake.tables.base import Base
from services.shared.files.table import KeptFile, kept_args

_VERDICTS = ", ".join(f"'{verdict}'" for verdict in VERDICTS)


class CaseFile(KeptFile, Base):
    """A file of a complaint: evidence as it was handed in, or a paper of ours.

    ``round`` is set once the file went to the section head; from then on it stays.
    """

    __tablename__ = "case_file"
    __table_args__ = (Index("ix_case_file_case_no", "case_no", "added_at"), *kept_args("case_file"))

    case_no: Mapped[str] = mapped_column(ForeignKey("complaint.case_no"))
    round: Mapped[int | None] = mapped_column(default=None)


class CheckRow(Base):
    """One line of the completeness checklist (step 4), as it was last filled in."""

    __tablename__ = "check_row"
    __table_args__ = (CheckConstraint(f"verdict in ({_VERDICTS})", name="verdict"),)

    case_no: Mapped[str] = mapped_column(ForeignKey("complaint.case_no"), primary_key=True)
    item: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column()
    label: Mapped[str] = mapped_column()
    verdict: Mapped[str] = mapped_column()
    note: Mapped[str] = mapped_column(default="")
    checked_at: Mapped[datetime] = mapped_column()
    checked_by: Mapped[str] = mapped_column()


class Handover(Base):
    """Step 17 and 18: who got the letter, when, and whether the applicant confirmed it."""

    __tablename__ = "handover"

    letter_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    case_no: Mapped[str] = mapped_column(ForeignKey("complaint.case_no"), index=True)
    recipient: Mapped[str] = mapped_column()
    relation: Mapped[str] = mapped_column()
    way: Mapped[str] = mapped_column(default="desk", server_default=text("'desk'"))
    proof_id: Mapped[uuid.UUID | None] = mapped_column(default=None)  # the file that shows it, where nobody saw it
    note: Mapped[str] = mapped_column(default="")
    handed_at: Mapped[datetime] = mapped_column()
    handed_by: Mapped[str] = mapped_column()
    handed_by_name: Mapped[str] = mapped_column()
    signature_id: Mapped[uuid.UUID | None] = mapped_column(default=None)
    confirmed_at: Mapped[datetime | None] = mapped_column(default=None)
