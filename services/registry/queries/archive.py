"""Ended cases: what waits for which part, what lies in the archive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY, array
from sqlalchemy.orm import Session

from services.registry.rules.packages import LONGEST_RETRY
from services.registry.states import OPEN, CaseState
from services.registry.tables import ArchiveCase, DossierPart, Incident, Letter, MistakenOpening
from services.shared.data.paging import Cursor, Page
from services.shared.data.timing import due_by
from services.shared.errors import Missing

PAGE = 25
NO_CASE = "Nomor ini tidak mempunyai pengaduan; salah buka di loket:"


@dataclass(frozen=True)
class Standing:
    """A case with what it still waits for."""

    case: ArchiveCase
    arrived: list[str]
    open_letters: int
    incidents: int

    @property
    def missing(self) -> list[str]:
        """The parts that have not arrived."""
        return [part for part in self.case.parts if part not in self.arrived]


def _arrived() -> ColumnElement[Any]:
    parts = select(func.array_agg(DossierPart.part)).where(DossierPart.case_no == ArchiveCase.case_no)
    return func.coalesce(parts.correlate(ArchiveCase).scalar_subquery(), cast(array([]), ARRAY(String)))


def _standings() -> Select[Any]:
    letters = select(func.count()).where(Letter.case_no == ArchiveCase.case_no, Letter.state.in_(OPEN))
    incidents = select(func.count()).where(Incident.case_no == ArchiveCase.case_no, Incident.healed_at.is_(None))
    return select(
        ArchiveCase,
        _arrived(),
        letters.correlate(ArchiveCase).scalar_subquery(),
        incidents.correlate(ArchiveCase).scalar_subquery(),
    )


def standings(
    session: Session, state: CaseState | None, after: Cursor | None, search: str = "", limit: int = PAGE
) -> Page[Standing]:
    """Ended cases, the newest end first."""
    wanted = _standings().order_by(ArchiveCase.ended_at.desc(), ArchiveCase.case_no.desc())
    if state:
        wanted = wanted.where(ArchiveCase.state == state)
    if search:
        pattern = f"%{search.strip()}%"
        wanted = wanted.where(ArchiveCase.case_no.ilike(pattern) | ArchiveCase.archive_no.ilike(pattern))
    if after:
        wanted = wanted.where(after.before(ArchiveCase.ended_at, ArchiveCase.case_no))
    found = [Standing(*row) for row in session.execute(wanted.limit(limit + 1))]
    return Page.of(found, limit, lambda row: Cursor(row.case.ended_at, row.case.case_no))


def catalogue(session: Session, year: int) -> Iterator[ArchiveCase]:
    """The files that were archived in a year, by archive number, destroyed ones too; read in small portions."""
    wanted = select(ArchiveCase).where(ArchiveCase.archive_no.startswith(f"ARS-{year}-"), ArchiveCase.revision > 0)
    ordered = wanted.order_by(ArchiveCase.archive_no).execution_options(yield_per=200)
    yield from session.scalars(ordered)


def standing(session: Session, case_no: str) -> Standing:
    """One ended case; raises Missing."""
    found = session.execute(_standings().where(ArchiveCase.case_no == case_no)).first()
    return Standing(*_ended(session, case_no, found))


def counts(session: Session) -> dict[str, int]:
    """How many ended cases there are in each state, and how many incidents are open."""
    rows = session.execute(select(ArchiveCase.state, func.count()).group_by(ArchiveCase.state)).all()
    open_incidents = session.execute(select(func.count()).where(Incident.healed_at.is_(None))).scalar_one()
    return {**{row[0]: row[1] for row in rows}, "incidents": open_incidents}


def case_for_update(session: Session, case_no: str) -> ArchiveCase | None:
    """The ended case, its row locked until the transaction ends."""
    return session.get(ArchiveCase, case_no, with_for_update=True, populate_existing=True)


def ended_for_update(session: Session, case_no: str) -> ArchiveCase:
    """The case that must have ended, its row locked; raises Missing."""
    return _ended(session, case_no, case_for_update(session, case_no))


def parts(session: Session, case_no: str) -> list[DossierPart]:
    """The parts that have arrived."""
    return list(session.scalars(select(DossierPart).filter_by(case_no=case_no).order_by(DossierPart.part)))


def claim_due(session: Session, now: datetime) -> ArchiveCase | None:
    """The next case whose package can be made: all parts there, no letter of it under way. Its row is locked."""
    complete = cast(_arrived(), ARRAY(String)).contains(ArchiveCase.parts)
    pending = select(Letter.id).where(Letter.case_no == ArchiveCase.case_no, Letter.state.in_(OPEN)).exists()
    come = due_by(ArchiveCase.next_try_at, now, LONGEST_RETRY)
    ready = and_(ArchiveCase.state == CaseState.AWAITING, come, complete, ~pending)
    wanted = select(ArchiveCase).where(ready).order_by(ArchiveCase.next_try_at, ArchiveCase.case_no).limit(1)
    return session.scalars(wanted.with_for_update(skip_locked=True)).first()


def _ended(session: Session, case_no: str, found: Any) -> Any:
    if found is not None:
        return found
    row = session.get(MistakenOpening, case_no)
    raise Missing(f"{NO_CASE} {row.reason}" if row else "Pengaduan ini belum berakhir, atau tidak ada.")
