"""The paper of ended cases: where it lies, who has it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.registry.rules.paper import place
from services.registry.tables import ArchiveCase, PaperFile, PaperLoan


@dataclass(frozen=True)
class Paper:
    """The paper of one case: its place, if it has one, and the loan that is open, if any."""

    file: PaperFile | None
    loan: PaperLoan | None


def paper_of(session: Session, case_no: str, *, lock: bool = False) -> Paper:
    """The paper of a case."""
    opened = select(PaperLoan).where(PaperLoan.case_no == case_no, PaperLoan.returned_at.is_(None))
    loan = session.scalars(opened.with_for_update() if lock else opened).first()
    return Paper(session.get(PaperFile, case_no, with_for_update=lock), loan)


def is_lent(session: Session, case_no: str) -> bool:
    """Whether somebody has the paper of a case."""
    return paper_of(session, case_no).loan is not None


def places(session: Session, case_nos: Collection[str] | None = None) -> dict[str, str]:
    """The places in words, by case; of these cases, or of all."""
    wanted = select(PaperFile)
    wanted = wanted if case_nos is None else wanted.where(PaperFile.case_no.in_(case_nos))
    return {row.case_no: place(row) for row in session.scalars(wanted)}


def lent(session: Session, first: datetime, end: datetime) -> Sequence[tuple[PaperLoan, ArchiveCase]]:
    """What left its place from ``first`` until before ``end``, in the order of the book."""
    wanted = select(PaperLoan, ArchiveCase).join(ArchiveCase, ArchiveCase.case_no == PaperLoan.case_no)
    wanted = wanted.where(PaperLoan.lent_at >= first, PaperLoan.lent_at < end)
    return [(row[0], row[1]) for row in session.execute(wanted.order_by(PaperLoan.lent_at, PaperLoan.id))]
