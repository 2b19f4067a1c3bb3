"""The office's working-day calendar: Monday to Friday without national holidays and collective leave.

Source: package ``holidays`` (Indonesia, categories public and government), corrected by ``office.toml [holidays]``.
The day of receipt is not counted (office-rules.md 7).
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from itertools import accumulate

import holidays

from services.shared.config.office import HolidayCorrections, Limit


@lru_cache(maxsize=64)
def _days_off(year: int) -> dict[date, str]:
    found = holidays.country_holidays("ID", years=year, categories=("public", "government"), language="id")
    return dict(found.items())


@lru_cache(maxsize=64)
def _leave_known(year: int) -> bool:
    return bool(holidays.country_holidays("ID", years=year, categories=("government",)))


class WorkingDays:
    """Counts working days for one office."""

    def __init__(self, corrections: HolidayCorrections) -> None:
        self._added = frozenset(corrections.add)
        self._removed = frozenset(corrections.remove)
        self._years: dict[int, list[int]] = {}

    def reason_closed(self, day: date) -> str | None:
        """Why the desk is closed on this day ('Sabtu', the holiday's name), or None where it is open."""
        if day.weekday() >= 5:
            return "Sabtu" if day.weekday() == 5 else "Minggu"
        if day in self._added:
            return "Hari libur kantor"
        if day in self._removed:
            return None
        return _days_off(day.year).get(day)

    def has_leave(self, year: int) -> bool:
        """Whether the collective leave of a year is known: by the package, or by the office's own corrections."""
        return _leave_known(year) or any(day.year == year for day in (*self._added, *self._removed))

    def is_open(self, day: date) -> bool:
        """Whether the desk is open on this day."""
        return self.reason_closed(day) is None

    def add(self, start: date, days: int) -> date:
        """The day that lies ``days`` working days after ``start`` (``start`` itself is not counted)."""
        day, left = start, days
        while left > 0:
            day += timedelta(days=1)
            left -= self.is_open(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days from ``start`` (not counted) to ``end`` (counted); negative where ``end`` is earlier."""
        if end < start:
            return -self.between(end, start)
        whole = sum(self._opened(year)[-1] for year in range(start.year, end.year))
        return whole + self._opened(end.year)[_place(end)] - self._opened(start.year)[_place(start)]

    def _opened(self, year: int) -> list[int]:
        """How many working days a year had by each of its days, counted once: lists ask it for each of their lines."""
        if year not in self._years:
            days = (date(year, 1, 1) + timedelta(days=n) for n in range(date(year, 12, 31).timetuple().tm_yday))
            self._years[year] = [0, *accumulate(self.is_open(day) for day in days)]
        return self._years[year]

    def deadline(self, start: date, limit: Limit) -> date:
        """The last day on which a limit is kept, counted in the limit's own unit."""
        return self.add(start, limit.days) if limit.unit == "working" else start + timedelta(days=limit.days)


def _place(day: date) -> int:
    """Which day of its year it is, from 1."""
    return day.timetuple().tm_yday
