"""What the pages of both books are asked for: a month or a whole year, and words."""

from __future__ import annotations

from flask import request

from services.shared.calendar import clock


def period() -> tuple[int, int | None]:
    """Year and month asked for; the present month where nothing is, the whole year for ``month=all``."""
    today = clock.today()
    year = request.args.get("year", type=int) or today.year
    year = year if 2000 <= year <= 2999 else today.year
    if request.args.get("month") == "all":
        return year, None
    month = request.args.get("month", type=int) or today.month
    return year, month if 1 <= month <= 12 else today.month


def title(year: int, month: int | None) -> str:
    """The period in words."""
    return f"{clock.MONTHS[month - 1]} {year}" if month else f"tahun {year}"


def search() -> str:
    """The words that are searched for, at most 100 letters."""
    return request.args.get("q", "").strip()[:100]
