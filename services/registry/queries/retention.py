"""Archives whose time has run out, and the lists of what is to be destroyed."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from services.registry.queries.paper import places
from services.registry.states import OPEN, CaseState, DestructionState
from services.registry.tables import (
    ArchiveCase,
    ArchiveItem,
    Destruction,
    DestructionApproval,
    DestructionItem,
    Letter,
)
from services.shared.data.paging import Page
from services.shared.errors import Missing

PAGE = 25


@dataclass(frozen=True)
class WholeList:
    """A list with what is on it and who has approved it."""

    row: Destruction
    items: list[DestructionItem]
    approvals: list[DestructionApproval]
    paper: dict[str, str]  # where the paper of those that have some lies, by case


def ended(session: Session, today: date, fates: Collection[str], after: str) -> Page[ArchiveCase]:
    """Archived cases whose retention has ended and that have one of these fates, by number; held ones too."""
    wanted = select(ArchiveCase).where(_ended(today), ArchiveCase.fate.in_(fates), ArchiveCase.case_no > after)
    found = session.scalars(wanted.order_by(ArchiveCase.case_no).limit(PAGE + 1)).all()
    return Page.of(found, PAGE, lambda case: case.case_no)


def proposable(session: Session, today: date, fate: str, limit: int) -> list[ArchiveCase]:
    """Cases that belong on a list: ended, not held, on no list yet, no letter of theirs kept longer or under way."""
    listed = select(DestructionItem.case_no)
    longer = select(ArchiveItem.case_no).where(ArchiveItem.inactive_until >= today)
    working = select(Letter.case_no).where(Letter.state.in_(OPEN))
    free = [ArchiveCase.case_no.not_in(others) for others in (listed, longer, working)]
    wanted = select(ArchiveCase).where(_ended(today), ArchiveCase.fate == fate, ArchiveCase.hold_reason == "", *free)
    return list(session.scalars(wanted.order_by(ArchiveCase.case_no).limit(limit).with_for_update(skip_locked=True)))


def counts(session: Session, today: date) -> dict[str, int]:
    """How many archived cases have outlived their retention, by fate; and how many are held at all (``held``)."""
    rows = session.execute(select(ArchiveCase.fate, func.count()).where(_ended(today)).group_by(ArchiveCase.fate))
    held = session.execute(select(func.count()).where(ArchiveCase.hold_reason != "")).scalar_one()
    return {**{str(row[0]): row[1] for row in rows}, "held": held}


def draft(session: Session) -> Destruction | None:
    """The one list that is being put together, locked; None where there is none."""
    return session.scalars(select(Destruction).filter_by(state=DestructionState.DRAFT).with_for_update()).first()


def list_for_update(session: Session, list_id: uuid.UUID) -> Destruction:
    """The list, its row locked; raises Missing."""
    row = session.get(Destruction, list_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise Missing("Daftar usul musnah ini tidak ada.")
    return row


def whole(session: Session, list_id: uuid.UUID) -> WholeList:
    """A list with its items and approvals; raises Missing."""
    row = session.get(Destruction, list_id)
    if row is None:
        raise Missing("Daftar usul musnah ini tidak ada.")
    items = select(DestructionItem).filter_by(destruction_id=list_id).order_by(DestructionItem.archive_no)
    given = select(DestructionApproval).filter_by(destruction_id=list_id).order_by(DestructionApproval.at)
    found = list(session.scalars(items))
    paper = places(session, [item.case_no for item in found])
    return WholeList(row, found, list(session.scalars(given)), paper)


def lists(session: Session) -> list[tuple[Destruction, int]]:
    """The lists with the number of items on each, the newest first."""
    items = select(func.count()).where(DestructionItem.destruction_id == Destruction.id).correlate(Destruction)
    wanted = select(Destruction, items.scalar_subquery())
    ordered = wanted.order_by(Destruction.created_at.desc(), Destruction.id.desc()).limit(PAGE)
    return [(row[0], row[1]) for row in session.execute(ordered)]


def under_way(session: Session) -> list[Destruction]:
    """Lists whose bytes are being removed, the oldest first."""
    wanted = select(Destruction).filter_by(state=DestructionState.DESTROYING).order_by(Destruction.moved_at)
    return list(session.scalars(wanted))


def destroyed_between(session: Session, since: datetime, until: datetime) -> list[str]:
    """Numbers of the cases that were destroyed in this time."""
    within = ArchiveCase.destroyed_at.between(since, until)
    return list(session.scalars(select(ArchiveCase.case_no).where(within).order_by(ArchiveCase.case_no)))


def open_item(session: Session, case_no: str) -> DestructionItem | None:
    """The case's place on a list that is not carried out yet."""
    wanted = select(DestructionItem).filter_by(case_no=case_no).where(DestructionItem.destroyed_at.is_(None))
    return session.scalars(wanted.with_for_update()).first()


def _ended(today: date) -> ColumnElement[bool]:
    return (ArchiveCase.state == CaseState.ARCHIVED) & (ArchiveCase.inactive_until < today)
