"""Days of the office: appointments fall on working days only, whatever day the demonstration is played on."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache

from deploy.setup import OFFICE_FILE
from services.shared.calendar import clock
from services.shared.calendar.working_days import WorkingDays
from services.shared.config import office


@lru_cache(maxsize=1)
def _calendar() -> WorkingDays:
    return WorkingDays(office.load(OFFICE_FILE).holidays)


def working_day(after: int) -> str:
    """The working day so many after today; 0: today, or the next on which the office is open."""
    calendar, today = _calendar(), clock.today()
    return (calendar.add(today, after) if after else calendar.add(today - timedelta(days=1), 1)).isoformat()


def today() -> str:
    """Today, open or not: what is played as held at once."""
    _calendar()  # the office's file says whose midnight it is
    return clock.today().isoformat()


def open_today() -> bool:
    """Whether the office is open today."""
    return _calendar().is_open(clock.today())


def days_ago(days: int) -> str:
    """A day before today."""
    return (clock.today() - timedelta(days=days)).isoformat()
