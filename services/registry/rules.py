"""Numbers, classes and dates of the register and the archive (office-rules.md 3 and 5): plain values in and out."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from string import Formatter

from services.handoffs.outcomes import Outcome
from services.shared.calendar.clock import ROMAN
from services.shared.errors import RuleBroken
from services.shared.signing.verdict import Way

HIDDEN_NAME = "Identitas dirahasiakan"
HIDDEN_NIK = "*" * 16
VOID_RESULT = "BATAL"
MOST_COPIES = 20
OPENED_FOR_REASON = "Rahasia"  # security class whose packages are opened for a reason only
SECURITY = {"biasa": "Biasa", "terbatas": "Terbatas", "rahasia": "Rahasia"}
_PATTERN_NAMES = {"code", "number", "month", "year", "unit"}
_FIRST_RETRY, _LONGEST_RETRY = timedelta(seconds=30), timedelta(hours=1)


def way_of(signing: str, numbering: str) -> Way:
    """By what a letter is judged: the seal, a provider's signature over a printed number, or the hash of a scan."""
    if signing == "wet":
        return "paper"
    return "locked" if signing == "bsre" and numbering == "reserved" else "sealed"


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


def shown_name(name: str, confidential: bool) -> str:
    """A person's name in the book: hidden where the applicant asked for it."""
    return HIDDEN_NAME if confidential else name


def shown_nik(nik_masked: str, confidential: bool) -> str:
    """The masked NIK in the book; wholly hidden where the applicant asked for it.

    Raises:
        RuleBroken: somebody sent a NIK that is not masked. The full one never leaves intake (UU 27/2022).
    """
    if re.search(r"\d{11}", nik_masked):
        raise RuleBroken("NIK lengkap tidak boleh sampai ke registrasi.")
    return HIDDEN_NIK if confidential else nik_masked


def case_security(confidential: bool) -> str:
    """Security class of an archived case file: Terbatas, and Rahasia for a hidden identity (office-rules.md 5)."""
    return OPENED_FOR_REASON if confidential else "Terbatas"


def case_retention(class_code: str, outcome: str) -> str:
    """Row of the retention schedule for a case: key of ``office.retention``."""
    return "oversight" if class_code == "oversight" or outcome == Outcome.REPORTED_TO_LAW else "ordinary"


def letter_retention(step: str) -> str:
    """Row of the retention schedule for a letter: reports to law enforcement (12d) are kept longer."""
    return "oversight" if step == "12d" else "ordinary"


def years_after(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def retry_after(tries: int) -> timedelta:
    """How long an archive package that could not be made waits: 30 seconds, doubling up to an hour."""
    return min(_FIRST_RETRY * 2 ** min(tries - 1, 10), _LONGEST_RETRY)


def month_bounds(year: int, month: int | None) -> tuple[date, date]:
    """First day, and first day after, of a month or of a whole year."""
    if month is None:
        return date(year, 1, 1), date(year + 1, 1, 1)
    return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)


def file_name(index: int, name: str) -> str:
    """A name inside the package: counted, plain ASCII, at most 80 characters, ending kept."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    stem, dot, ending = re.sub(r"[^A-Za-z0-9.]+", "-", plain).strip("-.").rpartition(".")
    stem, ending = (stem, f".{ending[:8]}") if dot else (ending, "")
    return f"{index:03d}-{stem[:64].strip('-.') or 'berkas'}{ending.lower()}"
