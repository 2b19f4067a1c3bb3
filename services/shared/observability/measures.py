"""What a service tells Prometheus of its own work, beside requests, tasks and handoffs: numbers, read when asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from services.shared.calendar import clock
from services.shared.data.database import Base


@dataclass(frozen=True)
class Measure:
    """A gauge ``name`` (label: service). ``read`` gets a moment and is asked at every scrape, so it reads an index."""

    name: str
    words: str
    read: Callable[[Session, datetime], float]


def of_cases(table: type[Base], still_open: ColumnElement[bool], due: ColumnElement[Any]) -> tuple[Measure, Measure]:
    """The cases of a service that have not ended, and those of them that are late; ``due``: day of the present step."""

    def number(session: Session, *conditions: ColumnElement[bool]) -> int:
        return session.execute(select(func.count()).select_from(table).where(still_open, *conditions)).scalar_one()

    def late(session: Session, now: datetime) -> int:
        return number(session, due < clock.local(now).date())

    return (
        Measure("sigap_cases_open", "Cases that have not ended here", lambda session, _: number(session)),
        Measure("sigap_cases_late", "Open cases whose present step is overdue", late),
    )
