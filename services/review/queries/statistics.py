"""Reads of the statistics: from the counts by month, so that a page costs the same at any number of cases."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.review.rules.statistics import NOW, Period
from services.review.tables import Statistic, StatisticMonth
from services.shared.calendar import clock


@dataclass(frozen=True)
class Figures:
    """Counts of a period within a scope. ``trend``: month → (received, ended, open at its end)."""

    counts: dict[str, Counter[str]]
    present: dict[str, Counter[str]]
    trend: dict[date, tuple[int, int, int]]
    counted_at: datetime | None
    waiting: int

    def total(self, dimension: str) -> int:
        """The sum of a dimension in the period."""
        return sum(self.counts.get(dimension, {}).values())

    def days(self, state: str) -> dict[int, int]:
        """How many stays in a state lasted how many working days."""
        return {int(value): n for value, n in self.counts.get(f"days.{state}", {}).items()}


def figures(session: Session, period: Period, scope: str = "") -> Figures:
    """Everything the page shows, in four queries."""
    counts = _sums(session, scope, period.first, period.last)
    present = _sums(session, scope, NOW, NOW)
    seen = session.get(StatisticMonth, NOW)
    waiting = session.execute(
        select(func.count()).select_from(StatisticMonth).where(StatisticMonth.month != NOW)
    ).scalar_one()
    until = clock.local(seen.since).date() if seen else period.last
    return Figures(counts, present, _trend(session, scope, period, until), seen.since if seen else None, waiting)


def _sums(session: Session, scope: str, first: date, last: date) -> dict[str, Counter[str]]:
    statement = (
        select(Statistic.dimension, Statistic.value, func.sum(Statistic.n))
        .where(Statistic.scope == scope, Statistic.month >= first, Statistic.month <= last)
        .group_by(Statistic.dimension, Statistic.value)
    )
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for dimension, value, n in session.execute(statement):
        found[dimension][value] = int(n)
    return found


def _trend(session: Session, scope: str, period: Period, until: date) -> dict[date, tuple[int, int, int]]:
    """Received, ended and open at the end of each month that has begun; the backlog adds up from the first month on."""
    statement = select(Statistic.month, Statistic.dimension, func.sum(Statistic.n)).where(
        Statistic.scope == scope, Statistic.dimension.in_(("received", "ended")), Statistic.month <= period.last
    )
    by_month: dict[date, Counter[str]] = defaultdict(Counter)
    for month, dimension, n in session.execute(statement.group_by(Statistic.month, Statistic.dimension)):
        by_month[month][dimension] = int(n)
    backlog = sum(found["received"] - found["ended"] for month, found in by_month.items() if month < period.first)
    trend = {}
    for month in (month for month in period.months if month <= until):
        received, ended = by_month[month]["received"], by_month[month]["ended"]
        backlog += received - ended
        trend[month] = (received, ended, backlog)
    return trend
