"""The periods that the survey reports on: half-years, quarters, months, or any two days. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from services.shared.calendar.clock import MONTHS, ROMAN, long_date
from services.shared.errors import RuleBroken

_CODE = re.compile(r"(\d{4})-(?:S([12])|T([1-4])|(\d{2}))")
FIRST_YEAR, LAST_YEAR = 2000, 2999


@dataclass(frozen=True)
class Period:
    """Days from ``first`` to ``last``, both counted. ``code`` is ``2026-S2``, ``2026-T4``, ``2026-11`` or empty."""

    first: date
    last: date
    label: str
    code: str = ""


def semester(day: date) -> Period:
    """The half-year that holds a day."""
    half = (day.month - 1) // 6
    return _months(day.year, half * 6 + 1, 6, f"Semester {ROMAN[half]} {day.year}", f"{day.year}-S{half + 1}")


def quarter(day: date) -> Period:
    """The quarter (triwulan) that holds a day."""
    number = (day.month - 1) // 3
    label = f"Triwulan {ROMAN[number]} {day.year}"
    return _months(day.year, number * 3 + 1, 3, label, f"{day.year}-T{number + 1}")


def month(day: date) -> Period:
    """The month that holds a day."""
    return _months(day.year, day.month, 1, f"{MONTHS[day.month - 1]} {day.year}", f"{day.year}-{day.month:02d}")


def between(first: date, last: date) -> Period:
    """From one day to another; the named period where these are exactly its days.

    Raises:
        RuleBroken: the last day lies before the first.
    """
    if last < first:
        raise RuleBroken("Tanggal akhir lebih awal daripada tanggal awal.", {"to": ["Harus sesudah tanggal awal."]})
    for named in (semester(first), quarter(first), month(first)):
        if (named.first, named.last) == (first, last):
            return named
    return Period(first, last, f"{long_date(first)} s.d. {long_date(last)}")


def parse(code: str) -> Period:
    """The period of a code; raises RuleBroken where there is none."""
    found = _CODE.fullmatch(code)
    if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR or int(found[4] or 1) not in range(1, 13):
        raise RuleBroken("Periode tidak dikenal.", {"period": ["Pilih periode dari daftar."]})
    year = int(found[1])
    if found[2]:
        return semester(date(year, int(found[2]) * 6, 1))
    if found[3]:
        return quarter(date(year, int(found[3]) * 3, 1))
    return month(date(year, int(found[4]), 1))


def asked(code: str, first: date | None, last: date | None, today: date) -> Period:
    """What is asked for: two days, else a code, else the present half-year.

    Raises:
        RuleBroken: only one of the two days, days in the wrong order, or an unknown code.
    """
    if first and last:
        return between(first, last)
    if first or last:
        name = "to" if first else "from"
        raise RuleBroken("Tulis tanggal awal dan tanggal akhir.", {name: ["Wajib diisi bersama tanggal lainnya."]})
    return parse(code) if code else semester(today)


def recent(day: date) -> list[Period]:
    """What the results page offers: three half-years, four quarters and six months, newest first."""
    return [*_back(semester, day, 3), *_back(quarter, day, 4), *_back(month, day, 6)]


def _back(kind: Callable[[date], Period], day: date, count: int) -> list[Period]:
    found: list[Period] = []
    for _ in range(count):
        found.append(kind(day))
        day = found[-1].first - timedelta(days=1)
    return found


def _months(year: int, first: int, count: int, label: str, code: str) -> Period:
    last = first + count - 1
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]), label, code)
