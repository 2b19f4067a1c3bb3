"""What is late in the whole office, oldest deadline first, as far as this person may see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from services.review.queries.visible import may_see
from services.review.tables import Case
from services.shared.rights.people import Actor

_SCOPES = {"village": Case.village, "class_code": Case.class_code, "category": Case.category}


def late_cases(
    session: Session, actor: Actor, today: date, scope: str = "", limit: int = 5
) -> tuple[int, Sequence[Case]]:
    """How many open cases are past the day of their step, and the first ``limit`` of them; within a scope."""
    wanted = [may_see(actor), is_late(today), *_within(scope)]
    count = session.execute(select(func.count()).select_from(Case).where(*wanted)).scalar_one()
    rows = select(Case).where(*wanted).order_by(Case.due, Case.case_no).limit(limit)
    return count, session.execute(rows).scalars().all()


def is_late(today: date) -> ColumnElement[bool]:
    """Condition for the open cases whose step should be done by now."""
    return Case.ended_at.is_(None) & (Case.due < today)


def _within(scope: str) -> list[ColumnElement[bool]]:
    name, _, value = scope.partition("=")
    return [_SCOPES[name] == value] if name in _SCOPES else []
