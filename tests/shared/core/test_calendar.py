"""Working days: the vectors of office-rules.md 7, checked against the package and the office's corrections."""

from __future__ import annotations

from datetime import date

import pytest

from services.shared.calendar.working_days import WorkingDays
from services.shared.config.office import HolidayCorrections, Limit

VECTORS = [
    (date(2026, 3, 16), {3: date(2026, 3, 26), 5: date(2026, 3, 30), 14: date(2026, 4, 13), 60: date(2026, 6, 25)}),
    (date(2026, 11, 23), {3: date(2026, 11, 26), 5: date(2026, 11, 30), 14: date(2026, 12, 11), 60: date(2027, 2, 22)}),
    (date(2026, 12, 21), {3: date(2026, 12, 28), 5: date(2026, 12, 30), 14: date(2027, 1, 14), 60: date(2027, 4, 1)}),
]
PLAIN = WorkingDays(HolidayCorrections())


@pytest.mark.parametrize(("start", "ends"), VECTORS)
def test_vectors(start: date, ends: dict[int, date]) -> None:
    assert {days: PLAIN.add(start, days) for days in ends} == ends
    assert {PLAIN.between(start, end): end for end in ends.values()} == ends


def test_the_office_corrects_the_package() -> None:
    corrected = WorkingDays(HolidayCorrections(add=(date(2026, 11, 24),), remove=(date(2026, 12, 25),)))
    assert corrected.reason_closed(date(2026, 11, 24)) == "Hari libur kantor"
    assert corrected.is_open(date(2026, 12, 25))
    assert not PLAIN.is_open(date(2026, 12, 25))


def test_weekends_have_a_reason_and_calendar_limits_count_all_days() -> None:
    assert PLAIN.reason_closed(date(2026, 11, 28)) == "Sabtu"
    assert PLAIN.deadline(date(2026, 11, 24), Limit(days=30, unit="calendar")) == date(2026, 12, 24)


def test_late_is_negative() -> None:
    assert PLAIN.between(date(2026, 11, 26), date(2026, 11, 23)) == -3
