"""What may be said of two counts, as plain code: a change only where it is more than chance, nothing of few cases.

Counts of so small an office go up and down by themselves. Two counts differ when the difference is more than twice
what chance makes (the square root of their sum); two shares likewise. Below ``FEW`` cases nothing is compared.
"""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass
from datetime import date

from services.review.rules.statistics import Period, months_before, next_month
from services.shared.calendar.clock import MONTHS

FEW = 10  # cases; below this a count is told as it is, without percent, percentile or direction


class Change(enum.StrEnum):
    """How a figure stands to the one before."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    FEW = "few"
    NONE = "none"  # nothing to compare with


@dataclass(frozen=True)
class Compared:
    """Two spans of equally many whole months; ``months`` is 0 where no month of the period is over yet."""

    months: int
    first: date
    last: date
    before_first: date
    before_last: date

    @property
    def words(self) -> str:
        """``Januari–Oktober 2025``: the span before."""
        return span(self.before_first, self.before_last)


def compared(period: Period, until: date) -> Compared:
    """The months of the period that are over on the day ``until``, and as many of the period before.

    The months of a running period are compared with the first ones of the period before, never with all of it.
    """
    over = [month for month in period.months if next_month(month) <= until]
    length = len(period.months)
    last = over[-1] if over else period.first
    return Compared(len(over), period.first, last, months_before(period.first, length), months_before(last, length))


def change(now: int, before: int) -> Change:
    """How two counts differ."""
    if max(now, before) < FEW:
        return Change.FEW
    return _beyond(now - before, 2 * math.sqrt(now + before))


def change_of_shares(now: tuple[int, int], before: tuple[int, int]) -> Change:
    """How two shares differ, each given as (part, whole)."""
    if not before[1]:
        return Change.NONE
    if min(now[1], before[1]) < FEW:
        return Change.FEW
    together = (now[0] + before[0]) / (now[1] + before[1])
    chance = 2 * math.sqrt(together * (1 - together) * (1 / now[1] + 1 / before[1]))
    return _beyond(now[0] / now[1] - before[0] / before[1], chance)


def _beyond(difference: float, chance: float) -> Change:
    if abs(difference) <= chance:
        return Change.SAME
    return Change.UP if difference > 0 else Change.DOWN


def span(first: date, last: date) -> str:
    """Whole months in words: ``Oktober 2026``, ``Januari–Oktober 2026``, ``Desember 2025–November 2026``."""
    end = f"{MONTHS[last.month - 1]} {last.year}"
    if first == last:
        return end
    begin = MONTHS[first.month - 1]
    return f"{begin}–{end}" if first.year == last.year else f"{begin} {first.year}–{end}"
