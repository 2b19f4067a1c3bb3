"""By what somebody is identified at the desk (P2), and what a NIK says of its bearer: day of birth and sex.

Structure of a NIK (office-rules.md 6): the six digits after the region are the day of birth, ddmmyy, with dd + 40 for
women. A form that says otherwise is *warned* of, never refused: cards are wrong, too.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.intake.rules import nik
from services.shared.errors import RuleBroken

KTP = "ktp"
PAPERS = {
    KTP: "KTP",
    "suket": "Surat keterangan pengganti KTP (SUKET)",
    "ikd": "Identitas Kependudukan Digital (IKD)",
    "lost": "Surat kehilangan KTP dari kepolisian",
    "other": "Bukti diri lain",
}
UNNUMBERED = frozenset({KTP, "ikd"})  # they have no number but the NIK
MALE, FEMALE = "male", "female"
BIRTH_DIFFERS = "Tanggal lahir yang ditulis tidak sama dengan yang tersusun dalam NIK."
SEX_DIFFERS = "Jenis kelamin yang ditulis tidak sama dengan yang tersusun dalam NIK."


def born(number: str, today: date) -> date | None:
    """The day of birth that a NIK tells; None where it tells none. Nobody is born after today, nor a century ago."""
    if len(number) != 16 or not (number.isascii() and number.isdigit()):
        return None
    day, month, year = int(number[6:8]) % nik.WOMEN, int(number[8:10]), 2000 + int(number[10:12])
    try:
        found = date(year, month, day)
        return found if found <= today else date(year - 100, month, day)
    except ValueError:
        return None


def sex(number: str) -> str:
    """``male`` or ``female`` as a NIK tells it; empty where it tells nothing."""
    if len(number) != 16 or not (number.isascii() and number.isdigit()):
        return ""
    return FEMALE if int(number[6:8]) > nik.WOMEN else MALE


def differences(number: str, birth_date: date | None, gender: str, today: date) -> list[str]:
    """What of what was written differs from the NIK, in Indonesian and without its digits; the century is unknown."""
    told = born(number, today)
    found = []
    if told and birth_date and f"{told:%d%m%y}" != f"{birth_date:%d%m%y}":
        found.append(BIRTH_DIFFERS)
    if gender and sex(number) not in {"", gender}:
        found.append(SEX_DIFFERS)
    return found


def check_born(day: date | None, today: date, part: str = "applicant.") -> None:
    """Raises RuleBroken for a day of birth that has not come."""
    if day and day > today:
        raise RuleBroken("Tanggal lahir belum tiba.", {f"{part}birth_date": ["Tanggal ini belum tiba."]})


def check_paper(applicant: Mapping[str, Any]) -> None:
    """Raises RuleBroken where somebody without a KTP is identified by a paper without its number, or without a note."""
    paper, fields = applicant["identity_paper"], dict[str, list[str]]()
    if paper not in UNNUMBERED and not applicant["identity_no"]:
        fields["applicant.identity_no"] = [f"Tulis nomor {PAPERS[paper]}."]
    if paper != KTP and not applicant["nik_note"]:
        fields["applicant.nik_note"] = ["Tulis mengapa tanpa KTP, misalnya: KTP hilang 20 November 2026."]
    if fields:
        raise RuleBroken("Bukti diri selain KTP perlu keterangan.", fields)


def described(paper: str, number: str, note: str) -> str:
    """What the section head reads of it: the paper and its number where it is no KTP, then the note."""
    shown = "" if paper == KTP else f"{PAPERS[paper]}{f' nomor {number}' if number else ''}"
    return ". ".join(part for part in (shown, note) if part)
