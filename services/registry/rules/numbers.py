"""Step 16b: what a letter's number looks like; and the running numbers of archives, lists and minutes."""

from __future__ import annotations

from datetime import date

from services.shared.calendar.clock import ROMAN


def letter_number(pattern: str, code: str, serial: int, day: date, unit: str) -> str:
    """Step 16b: the number as it stands on the letter. ``day`` is the office's local date; the month is roman."""
    return pattern.format(code=code, number=serial, month=ROMAN[day.month - 1], year=day.year, unit=unit)


def archive_number(year: int, serial: int) -> str:
    """``ARS-2026-0001``."""
    return f"ARS-{year}-{serial:04d}"


def list_number(year: int, serial: int) -> str:
    """``UM-2032-001`` (usul musnah)."""
    return f"UM-{year}-{serial:03d}"


def minutes_number(year: int, serial: int) -> str:
    """``BA-MUSNAH-2032-001`` (berita acara)."""
    return f"BA-MUSNAH-{year}-{serial:03d}"
