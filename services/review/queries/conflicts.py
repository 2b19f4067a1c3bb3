"""The facts about conflicts of interest of a case, for rules about people other than the reader."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from services.review.rules.conflict import Facts
from services.shared.rights import barring
from services.shared.rights.barring import conflict


def facts_of(session: Session, case_no: str) -> Facts:
    """The facts that hold now."""
    return barring.facts(session, [case_no])[case_no]


def marks(session: Session, case_no: str) -> list[Row[Any]]:
    """The facts that hold now, with who noted them, when and why; by party."""
    wanted = select(conflict).where(conflict.c.case_no == case_no, conflict.c.ended_at.is_(None))
    return list(session.execute(wanted.order_by(conflict.c.party)).all())
