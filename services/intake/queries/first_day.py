"""The first day: what waits to come in, and whether the office is declared open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.intake.rules.paper_books import CASES
from services.intake.tables import Complaint, FirstDay, PaperImport, Practice


@dataclass(frozen=True)
class Standing:
    """How far the first day is; ``complaints``: how many there are already, of practice for instance."""

    day: FirstDay | None
    imports: Sequence[PaperImport]
    complaints: int
    practice: Practice | None = None

    @property
    def cases(self) -> list[PaperImport]:
        """Spreadsheets of running cases."""
        return [one for one in self.imports if one.kind == CASES]

    @property
    def books(self) -> list[PaperImport]:
        """Spreadsheets of rows of the paper books."""
        return [one for one in self.imports if one.kind != CASES]

    @property
    def version(self) -> int:
        """What a person who asks or confirms must have seen; 0 while nobody asked."""
        return self.day.version if self.day else 0

    @property
    def clear_version(self) -> int:
        """The same of the wish to empty practice."""
        return self.practice.version if self.practice else 0

    @property
    def is_open(self) -> bool:
        """Whether the office was declared open."""
        return self.day is not None and self.day.opened_at is not None


def standing(session: Session, *, lock: bool = False) -> Standing:
    """How far it is; ``lock`` lets others wait until this transaction ends."""
    if lock:
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("first_day", 0))))
    found = session.execute(select(func.count()).select_from(Complaint)).scalar_one()
    return Standing(session.get(FirstDay, 1), waiting(session), found, session.get(Practice, 1))


def waiting(session: Session) -> Sequence[PaperImport]:
    """The spreadsheets that wait, the oldest first."""
    wanted = select(PaperImport).where(PaperImport.dropped_at.is_(None), PaperImport.came_in_at.is_(None))
    return session.scalars(wanted.order_by(PaperImport.loaded_at, PaperImport.id)).all()
