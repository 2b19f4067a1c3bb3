"""Reads of the statistics: from the counts by month, so that a page costs the same at any number of cases."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.review.rules.comparing import Compared, compared
from services.review.rules.statistics import NOW, Period, next_month, year_until
from services.review.tables import Statistic, StatisticMonth
from services.shared.calendar import clock


@dataclass(frozen=True)
class Figures:
    """Counts of a period within a scope.

    ``trend``: the twelve months up to the period's last (at most the present) → (received, ended, open at its end).
    ``months``: all months up to there → received, ended, kept and not. ``villages``: whichever of them is chosen.
    ``spans``: what is compared. ``running``: the period is not over.
    """

    counts: dict[str, Counter[str]]
    present: dict[str, Counter[str]]
    trend: dict[date, tuple[int, int, int]]
    counted_at: datetime | None
    waiting: int
    months: dict[date, Counter[str]] = field(default_factory=dict)
    villages: Counter[str] = field(default_factory=Counter)
    spans: Compared | None = None
    running: bool = False

    def total(self, dimension: str) -> int:
        """The sum of a dimension in the period."""
        return sum(self.counts.get(dimension, {}).values())

    def days(self, state: str) -> dict[int, int]:
        """How many stays in a state lasted how many working days."""
        return {int(value): n for value, n in self.counts.get(f"days.{state}", {}).items()}

    def between(self, name: str, first: date, last: date) -> int:
        """How many were ``received``, ``ended``, ``yes`` or ``no`` (kept) in whole months."""
        return sum(found[name] for month, found in self.months.items() if first <= month <= last)

    def open_before(self, month: date) -> int:
        """How many were open when a month began."""
        earlier = (found for begun, found in self.months.items() if begun < month)
        return sum(found["received"] - found["ended"] for found in earlier)


def figures(session: Session, period: Period, scope: str = "") -> Figures:
    """Everything that is counted, in six or seven queries."""
    counts = _sums(session, scope, period.first, period.last)
    seen = session.get(StatisticMonth, NOW)
    waiting = session.execute(
        select(func.count()).select_from(StatisticMonth).where(StatisticMonth.month != NOW)
    ).scalar_one()
    until = clock.local(seen.since).date() if seen else period.last
    spans = compared(period, until)
    months = _months(session, scope, spans, period.last)
    return Figures(
        counts,
        _sums(session, scope, NOW, NOW),
        _trend(months, min(period.last, until.replace(day=1))),
        seen.since if seen else None,
        waiting,
        months,
        _villages(session, period) if scope.startswith("village=") else counts.get("village", Counter()),
        spans,
        until < next_month(period.last),
    )


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


def _months(session: Session, scope: str, spans: Compared, last: date) -> dict[date, Counter[str]]:
    """Each month's numbers: what came and ended from the first month on (what is open adds up), kept where compared."""
    wanted = select(Statistic.month, Statistic.dimension, Statistic.value, Statistic.n).where(Statistic.scope == scope)
    ever = wanted.where(Statistic.dimension.in_(("received", "ended")), Statistic.month <= last)
    kept = wanted.where(Statistic.dimension == "kept", Statistic.month.between(spans.before_first, spans.last))
    found: dict[date, Counter[str]] = defaultdict(Counter)
    for month, dimension, value, n in [*session.execute(ever), *session.execute(kept)]:
        found[month][value or dimension] += n
    return found


def _villages(session: Session, period: Period) -> Counter[str]:
    wanted = (
        select(Statistic.value, func.sum(Statistic.n))
        .where(Statistic.scope == "", Statistic.dimension == "village")
        .where(Statistic.month >= period.first, Statistic.month <= period.last)
    )
    return Counter({value: int(n) for value, n in session.execute(wanted.group_by(Statistic.value))})


def _trend(months: dict[date, Counter[str]], last: date) -> dict[date, tuple[int, int, int]]:
    year = year_until(last)
    backlog = sum(found["received"] - found["ended"] for month, found in months.items() if month < year[0])
    trend = {}
    for month in year:
        found = months.get(month, Counter())
        backlog += found["received"] - found["ended"]
        trend[month] = (found["received"], found["ended"], backlog)
    return trend
