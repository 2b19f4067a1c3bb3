"""Step 16a: what the service register book says of people, and its months (office-rules.md 3)."""

from __future__ import annotations

import re
from datetime import date

from services.shared.errors import RuleBroken

HIDDEN_NAME = "Identitas dirahasiakan"
HIDDEN_NIK = "*" * 16
VOID_RESULT = "BATAL"


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


def month_bounds(year: int, month: int | None) -> tuple[date, date]:
    """First day, and first day after, of a month or of a whole year."""
    if month is None:
        return date(year, 1, 1), date(year + 1, 1, 1)
    return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
