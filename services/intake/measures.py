"""What the front desk tells Prometheus: open complaints, and those whose present wait is over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from services.intake.tables import Complaint
from services.shared import clock
from services.shared.measures import Measure

OPEN = Complaint.state.not_like("closed%")


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    return session.execute(select(func.count()).select_from(Complaint).where(OPEN, *conditions)).scalar_one()


def _late(session: Session, now: datetime) -> int:
    return _count(session, Complaint.deadline < clock.local(now).date())


MEASURES = (
    Measure("sigap_cases_open", "Cases that have not ended here", lambda session, _: _count(session)),
    Measure("sigap_cases_late", "Open cases whose present step is overdue", _late),
)
