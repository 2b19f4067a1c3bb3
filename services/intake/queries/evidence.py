"""Files by what is still to be done with them, and the custody log of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from services.intake.rules.files import UPLOADS
from services.intake.tables import CaseFile
from services.shared.audit import trail
from services.shared.files.scanner import Scan


def unscanned(session: Session, limit: int) -> Sequence[CaseFile]:
    """Files from people that no scanner has looked at, oldest first."""
    return _oldest(session, limit, CaseFile.scan == Scan.UNSCANNED, CaseFile.role.in_(UPLOADS))


def unseen(session: Session, limit: int) -> Sequence[CaseFile]:
    """Files that no pictures were made of yet, oldest first."""
    return _oldest(session, limit, CaseFile.look.in_(("waiting", "again")), CaseFile.scan != Scan.INFECTED)


def _oldest(session: Session, limit: int, *which: ColumnElement[bool]) -> Sequence[CaseFile]:
    present = (CaseFile.removed_at.is_(None), CaseFile.condition != "missing")
    return session.scalars(select(CaseFile).where(*which, *present).order_by(CaseFile.added_at).limit(limit)).all()


def longest_unread(session: Session, limit: int) -> Sequence[CaseFile]:
    """Files that were compared with their hash longest ago, or never."""
    order = CaseFile.checked_at.asc().nulls_first()
    return session.scalars(
        select(CaseFile).where(CaseFile.removed_at.is_(None)).order_by(order, CaseFile.id).limit(limit)
    ).all()


def custody(session: Session, file: CaseFile) -> list[dict[str, Any]]:
    """Who added, opened, downloaded, sent or took back this file, and what became of it; oldest first."""
    line, this = trail.audit.c, str(file.id)
    rows = session.execute(
        select(line.at, line.actor_name, line.address, line.verb, line.note)
        .where(
            line.subject == file.case_no,
            or_(line.details["file"].astext == this, line.details["files"].contains([this])),
        )
        .order_by(line.position)
    )
    return [dict(row._mapping) for row in rows]
