"""Step 16b: what a letter's number looks like; and the running numbers of archives, lists and minutes."""

from __future__ import annotations

from datetime import date
from string import Formatter

from services.shared.calendar.clock import ROMAN

_PATTERN_NAMES = {"code", "number", "month", "year", "unit"}


def letter_number(pattern: str, code: str, serial: int, day: date, unit: str) -> str:
    """Step 16b: the number as it stands on the letter. ``day`` is the office's local date; the month is roman."""
    return pattern.format(code=code, number=serial, month=ROMAN[day.month - 1], year=day.year, unit=unit)


def check_pattern(pattern: str, unit: str) -> None:
    """Raise ValueError for a pattern that cannot give numbers that are unique per classification and year."""
    names = {name for _, name, _, _ in Formatter().parse(pattern) if name is not None}
    if unknown := names - _PATTERN_NAMES:
        raise ValueError(f"unknown names {', '.join(sorted(unknown))}")
    if missing := {"code", "number", "year"} - names:
        raise ValueError(f"{', '.join(sorted(missing))} missing: numbers of two years or classes would be the same")
    letter_number(pattern, "337", 1, date(2026, 1, 1), unit)


def archive_number(year: int, serial: int) -> str:
    """``ARS-2026-0001``."""
    return f"ARS-{year}-{serial:04d}"


def list_number(year: int, serial: int) -> str:
    """``UM-2032-001`` (usul musnah)."""
    return f"UM-{year}-{serial:03d}"


def minutes_number(year: int, serial: int) -> str:
    """``BA-MUSNAH-2032-001`` (berita acara)."""
    return f"BA-MUSNAH-{year}-{serial:03d}"
