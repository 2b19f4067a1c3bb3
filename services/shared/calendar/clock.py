"""The clock. The only place that asks the machine for the time; actions get the time as a parameter."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

WITA = ZoneInfo("Asia/Makassar")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


MONTHS = (
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()  # noqa: SIM905
)
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def local(moment: datetime) -> datetime:
    """The same moment on the office's wall clock (WITA, UTC+8)."""
    return moment.astimezone(WITA)


def today() -> date:
    """The present day on the office's wall clock."""
    return local(now()).date()


def long_date(moment: datetime | date) -> str:
    """``24 November 2026``, as it stands on a letter."""
    day = local(moment).date() if isinstance(moment, datetime) else moment
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def date_time(moment: datetime) -> str:
    """``24 Nov 2026, 08.30 WITA``, as it stands on a page."""
    day = local(moment)
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}, {day.hour:02d}.{day.minute:02d} WITA"


def short_date(moment: datetime | date) -> str:
    """``24 Nov 2026``."""
    day = local(moment).date() if isinstance(moment, datetime) else moment
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"
