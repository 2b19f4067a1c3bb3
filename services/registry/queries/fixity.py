"""Archived files by when they were last read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.registry.states import CaseState
from services.registry.tables import ArchiveCase, ArchiveItem, Incident
from services.registry.tables.incidents import ARCHIVE, FIXITY
from services.shared.storage.object_store import StoredObject


@dataclass(frozen=True)
class Due:
    """An archived file to be read again. ``subject`` is ``ARCHIVE`` for a package, else the letter's id."""

    case_no: str
    subject: str
    stored: StoredObject
    contents: Sequence[dict[str, Any]] | None
    at: datetime


@dataclass(frozen=True)
class Coverage:
    """How far re-reading has come: files in the archive, read again since ``since``, and open fixity incidents."""

    files: int
    fresh: int
    oldest: datetime | None
    wrong: int


KEPT = ArchiveItem.case_no.not_in(select(ArchiveCase.case_no).where(ArchiveCase.state == CaseState.DESTROYED))


def next_due(session: Session, before: datetime) -> Due | None:
    """The archived file that was not read since the longest time, if that is before ``before``."""
    packages = select(ArchiveCase).where(ArchiveCase.state == CaseState.ARCHIVED, ArchiveCase.checked_at < before)
    items = select(ArchiveItem).where(ArchiveItem.checked_at < before, KEPT)
    package = session.scalars(packages.order_by(ArchiveCase.checked_at, ArchiveCase.case_no).limit(1)).first()
    item = session.scalars(items.order_by(ArchiveItem.checked_at, ArchiveItem.letter_id).limit(1)).first()
    found = [*([_package(package)] if package else []), *([_item(item)] if item else [])]
    return min(found, key=lambda due: due.at) if found else None


def coverage(session: Session, since: datetime) -> Coverage:
    """Figures for the page."""
    cases = select(ArchiveCase.checked_at.label("at")).where(ArchiveCase.state == CaseState.ARCHIVED)
    both = cases.union_all(select(ArchiveItem.checked_at.label("at")).where(KEPT)).subquery()
    files, fresh, oldest = session.execute(
        select(func.count(), func.count().filter(both.c.at >= since), func.min(both.c.at)).select_from(both)
    ).one()
    wrong = select(func.count()).where(Incident.kind.in_(FIXITY), Incident.healed_at.is_(None))
    return Coverage(files, fresh, oldest, session.execute(wrong).scalar_one())


def _package(case: ArchiveCase) -> Due:
    assert case.stored is not None  # the state says so
    assert case.checked_at is not None
    return Due(case.case_no, ARCHIVE, case.stored, case.contents, case.checked_at)


def _item(item: ArchiveItem) -> Due:
    return Due(item.case_no, str(item.letter_id), item.stored, None, item.checked_at)
