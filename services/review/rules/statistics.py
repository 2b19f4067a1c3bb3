"""Periods, percentiles and tables of the statistics, as plain code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from services.shared.calendar.clock import MONTHS
from services.shared.errors import RuleBroken

Row = list[str | int]
NOW = date(1, 1, 1)  # the month under which the counts of this moment stand
_PERIOD = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])|-T([1-4]))?")


@dataclass(frozen=True)
class Period:
    """Whole months, from the first day of ``first`` to the last of ``last``'s month."""

    code: str
    label: str
    first: date
    last: date

    @property
    def last_day(self) -> date:
        """Its last day."""
        return next_month(self.last) - timedelta(days=1)

    @property
    def months(self) -> list[date]:
        """The first days of its months."""
        found, month = [], self.first
        while month <= self.last:
            found.append(month)
            month = next_month(month)
        return found


@dataclass(frozen=True)
class Section:
    """One table: title, column heads, rows."""

    title: str
    head: list[str]
    rows: list[Row]


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def months_before(month: date, count: int) -> date:
    """The first day of the month that lies ``count`` months before."""
    number = month.year * 12 + month.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


def year_until(month: date) -> list[date]:
    """The twelve months that end with this one."""
    return [months_before(month, back) for back in range(11, -1, -1)]


def period(code: str) -> Period:
    """``2026`` (a year), ``2026-T4`` (a quarter) or ``2026-11`` (a month); raises RuleBroken."""
    match = _PERIOD.fullmatch(code)
    if match is None or not 2000 <= int(match[1]) <= 2100:
        raise RuleBroken.at("period", "Pilih periode dari daftar.")
    year = int(match[1])
    if match[2]:
        month = int(match[2])
        return Period(code, f"{MONTHS[month - 1]} {year}", date(year, month, 1), date(year, month, 1))
    if match[3]:
        quarter = int(match[3])
        first = 3 * quarter - 2
        return Period(code, f"Triwulan {quarter} {year}", date(year, first, 1), date(year, first + 2, 1))
    return Period(code, f"Tahun {year}", date(year, 1, 1), date(year, 12, 1))


def recent(today: date) -> list[Period]:
    """What the page offers: this year and the last, the last four quarters, the last twelve months."""
    years = [str(today.year), str(today.year - 1)]
    quarters = [(today.year, (today.month + 2) // 3)]
    while len(quarters) < 4:
        year, quarter = quarters[-1]
        quarters.append((year, quarter - 1) if quarter > 1 else (year - 1, 4))
    months = [today.replace(day=1)]
    months += [months_before(months[0], back) for back in range(1, 12)]
    codes = [*(f"{m:%Y-%m}" for m in months), *(f"{y}-T{q}" for y, q in quarters), *years]
    return [period(code) for code in codes]


def percentile(histogram: Mapping[int, int], share: float) -> int | None:
    """The value below or at which ``share`` (0 to 1) of all lie (nearest rank); None for an empty histogram."""
    total = sum(histogram.values())
    rank, seen = max(1, -(-int(share * total * 1000) // 1000)), 0
    for value in sorted(histogram):
        seen += histogram[value]
        if seen >= rank:
            return value
    return None


def share(part: int, whole: int) -> int | None:
    """Percent, rounded; None where there is nothing to share."""
    return round(100 * part / whole) if whole else None
