"""The clock. The only place that asks the machine for the time; actions get the time as a parameter.

Days begin, and hours are told, in the office's zone (``services/shared/config/zone.py``).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from services.shared.config import zone


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


MONTHS = (
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()  # noqa: SIM905
)
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def local(moment: datetime) -> datetime:
    """The same moment on the office's wall clock."""
    return moment.astimezone(zone.of_office())


def begin(day: date) -> datetime:
    """The moment in which a day begins at the office."""
    return datetime.combine(day, time(), zone.of_office())


def today() -> date:
    """The present day on the office's wall clock."""
    return local(now()).date()


def long_date(moment: datetime | date) -> str:
    """``24 November 2026``, as it stands on a letter."""
    day = local(moment).date() if isinstance(moment, datetime) else moment
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def date_time(moment: datetime) -> str:
    """``24 Nov 2026, 08.30 WITA``, as it stands on a page."""
    return f"{date_and_hour(moment)} {zone.name()}"


def date_and_hour(moment: datetime) -> str:
    """``24 Nov 2026, 08.30``, where the zone is said once for a whole column."""
    return f"{short_date(moment)}, {local(moment):%H.%M}"


def hour(moment: datetime) -> str:
    """``08.30 WITA``."""
    return f"{local(moment):%H.%M} {zone.name()}"


def short_date(moment: datetime | date) -> str:
    """``24 Nov 2026``."""
    day = local(moment).date() if isinstance(moment, datetime) else moment
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"
