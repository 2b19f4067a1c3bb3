"""The shapes of the statistics' charts, for page and paper.

Every number here is in the tables of ``statistics.sections`` too; a chart is never the only place of one.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from services.handoffs.outcomes import way_of
from services.review.queries.statistics import Figures
from services.review.rules.comparing import FEW
from services.review.rules.deadlines import STEP_LIMITS
from services.review.rules.statistics import percentile
from services.review.states import STATE_LABELS, State
from services.shared.calendar.clock import DAYS, MONTHS
from services.shared.config.office import Office

STEPS = (*STEP_LIMITS, State.RETURNED_TO_DESK, State.CAMAT_MEETING)
SERIES = (("received", "Diterima"), ("ended", "Selesai"), ("open", "Belum selesai"))
WIDE, HIGH = 100, 224  # of one month, and of the field, in the units of the drawing
MOST = 5  # rows of a short list; the rest stands in the tables
WITHOUT_STEP = "Selesai tanpa langkah yang dicatat"

Shown = dict[str, Any]


def lines(found: Figures) -> Shown:
    """Received, ended and open over twelve months, on a field of 1200 × 240."""
    rows = list(found.trend.values())
    highest = max((n for row in rows for n in row), default=0)
    top = _above(highest)
    return {
        "series": _series(rows, top),
        "ticks": [top, top // 2, 0],
        "months": [_month(month, row) for month, row in found.trend.items()],
        "few": 0 < highest < FEW,
        "none": highest == 0,
        "highest": highest,
    }


def _series(rows: list[tuple[int, int, int]], top: int) -> list[Shown]:
    """The three lines, each with its sum; of what is open, what was so at the end."""
    received, ended = (sum(row[at] for row in rows) for at in (0, 1))
    totals = (received, ended, f"{rows[-1][2] if rows else 0} di akhir")
    return [
        {"name": name, "label": label, "total": totals[at], "points": _points([row[at] for row in rows], top)}
        for at, (name, label) in enumerate(SERIES)
    ]


def _points(values: list[int], top: int) -> list[tuple[int, float]]:
    return [(WIDE // 2 + WIDE * i, round(8 + HIGH - HIGH * value / top, 1)) for i, value in enumerate(values)]


def _month(month: date, row: tuple[int, int, int]) -> Shown:
    name = MONTHS[month.month - 1]
    told = ", ".join(f"{label.lower()} {n}" for (_, label), n in zip(SERIES, row, strict=True))
    return {"short": name[:3], "told": f"{name} {month.year}: {told}"}


def _above(highest: int) -> int:
    """The end of the axis: an even number not below the highest value."""
    size = 2
    while size < highest:
        size += 2 if size < 10 else 10 if size < 100 else 50 * (1 + size // 1000)
    return size


def hours(found: Figures) -> Shown:
    """Weekday × hour in which complaints came; each cell with a shade from 0 to 4."""
    came = Counter({_day_and_hour(value): n for value, n in found.counts.get("arrived", Counter()).items()})
    used = {hour for _, hour in came}
    columns = range(min({8, *used}), max({15, *used}) + 1)
    days = [day for day in range(1, 8) if day < 6 or any(day == one for one, _ in came)]
    most = max(came.values(), default=0)
    rows = [{"day": DAYS[d - 1], "cells": [(came[d, h], shade(came[d, h], most)) for h in columns]} for d in days]
    total = sum(came.values())
    return {"hours": list(columns), "rows": rows, "total": total, "few": 0 < total < len(days) * FEW}


def _day_and_hour(value: str) -> tuple[int, int]:
    """``1-09``: Monday, from nine o'clock on."""
    day, _, hour = value.partition("-")
    return int(day), int(hour)


def shade(n: int, most: int) -> int:
    """From 0 (none) to 4 (about as many as the most)."""
    return -(-4 * n // most) if most else 0


def steps(office: Office, found: Figures) -> Shown:
    """How long each step takes: a bar from the median to the P90, and a mark at its limit (working days).

    ``few`` names the steps that were taken so seldom that neither can be said.
    """
    taken = [(state, days) for state in STEPS if (days := found.days(str(state)))]
    often = [_step(office, state, days) for state, days in taken if sum(days.values()) >= FEW]
    seldom = [(STATE_LABELS[state], days) for state, days in taken if sum(days.values()) < FEW]
    few = [f"{label} ({sum(days.values())} kali, terlama {max(days)})" for label, days in seldom]
    return {"rows": _placed(often), "few": ", ".join(few)}


def _placed(rows: list[Shown]) -> list[Shown]:
    most = max((max(row["most"], row["limit"]) for row in rows), default=0) or 1
    at = {"x1": "median", "x2": "most", "mark": "limit"}
    return [row | {name: round(100 * row[key] / most, 1) for name, key in at.items()} for row in rows]


def _step(office: Office, state: State, days: dict[int, int]) -> Shown:
    limit = office.limit(STEP_LIMITS.get(state, ""))
    allowed = limit.days if limit and limit.unit == "working" else 0  # days of another kind have no place on the scale
    median, most = percentile(days, 0.5) or 0, percentile(days, 0.9) or 0
    told = f"{median}–{most}" if most > median else f"{median}"
    words = {"label": STATE_LABELS[state], "told": f"{told} (batas {allowed})" if allowed else told}
    return words | {"median": median, "most": most, "limit": allowed, "late": 0 < allowed < most}


def ways(found: Figures) -> list[Shown]:
    """The most used ways through the office in words, with their counts; the rest as one row without a bar."""
    counted = found.counts.get("branch", Counter()).most_common()
    shown = [(way_of(branch) if branch.strip("-") else WITHOUT_STEP, n, True) for branch, n in counted[:MOST]]
    rest = [n for _, n in counted[MOST:]]
    rows = [*shown, (f"{len(rest)} jalan lain", sum(rest), False)] if rest else shown
    return [{"words": words, "n": n, "bar": bar} for words, n, bar in rows]
