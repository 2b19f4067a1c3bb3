"""What review tells Prometheus: open cases, and those whose present step is overdue."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from services.review import rules
from services.review.tables import Case
from services.shared.measures import Measure


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    statement = select(func.count()).select_from(Case).where(Case.ended_at.is_(None), *conditions)
    return session.execute(statement).scalar_one()


def _late(session: Session, now: datetime) -> int:
    return _count(session, Case.due < rules.today(now))


MEASURES = (
    Measure("sigap_cases_open", "Cases that have not ended here", lambda session, _: _count(session)),
    Measure("sigap_cases_late", "Open cases whose present step is overdue", _late),
)
