"""The identity number (NIK): 16 digits, of which only their count is checked hard.

Structure (office-rules.md 6): 6 digits region of first registration, ddmmyy of birth with dd + 40 for women, 4 serial.
A number of odd structure or of another regency is a *warning* that wants a note, and so is a card that cannot be read;
neither is a wall: cards are old, worn or wrong, and people move.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable

from services.shared.errors import RuleBroken
from services.shared.paper.text import as_number

WOMEN = 40  # added to the day of birth
LEAP_YEAR = 2000  # the century is unknown; a leap year lets 29 February pass
PROVINCES = range(11, 98)
SHOWN_BEFORE, SHOWN_AFTER = 6, 4


def clean(text: str) -> str:
    """The digits of a typed or pasted number: spaces, dots, dashes and a spreadsheet's apostrophe are left out."""
    return "".join(char for char in as_number(text) if char not in " .-'\t\n")


def check(text: str, part: str = "applicant.") -> str:
    """The 16 digits of a typed number; ``part``: the part of the form in which it stands.

    Raises:
        RuleBroken: not 16 digits.
    """
    digits = clean(text)
    if len(digits) != 16 or not (digits.isascii() and digits.isdigit()):
        raise RuleBroken("NIK belum benar.", {f"{part}nik": ["NIK terdiri atas 16 angka."]})
    return digits


UNREADABLE = "tidak terbaca"  # stands where the masked number would
UNKNOWN = "tidak diketahui"  # likewise, where no card had to show it
REGENCY = 4  # digits of the region code that name province and regency


def oddities(nik: str, region: str) -> list[str]:
    """What is unusual about 16 digits, in Indonesian; empty for a number of sound structure from the office's regency.

    ``region`` is the office's own region code, of at least four digits.
    """
    found = []
    if int(nik[:2]) not in PROVINCES or nik[2:4] == "00" or nik[4:6] == "00":
        found.append("kode wilayahnya tidak dikenal")
    elif nik[:REGENCY] != region[:REGENCY]:
        found.append("diterbitkan di kabupaten atau kota lain")
    if not _is_birthday(int(nik[6:8]), int(nik[8:10])):
        found.append("tanggal lahirnya tidak mungkin")
    if nik[12:] == "0000":
        found.append("nomor urutnya 0000")
    return found


def _is_birthday(day: int, month: int) -> bool:
    if not 1 <= month <= 12:
        return False
    day = day - WOMEN if day > WOMEN else day
    return 1 <= day <= monthrange(LEAP_YEAR, month)[1]


def check_unreadable(note: str) -> None:
    """Raises RuleBroken where a card cannot be read and nobody wrote how the applicant was identified instead."""
    if not note:
        message = "Tulis mengapa KTP tidak terbaca dan dengan apa pemohon dikenali."
        raise RuleBroken("KTP tidak terbaca perlu keterangan.", {"applicant.nik_note": [message]})


def check_note(nik: str, note: str, region: str) -> None:
    """Raises RuleBroken where an odd number comes without a note why it is taken nevertheless."""
    if note or not (found := oddities(nik, region)):
        return
    message = f"NIK ini tidak biasa: {', '.join(found)}. Periksa lagi, atau tulis alasannya di sini."
    raise RuleBroken("NIK perlu keterangan.", {"applicant.nik_note": [message]})


def index(text: str, fingerprint: Callable[[str], str]) -> str | None:
    """The blind index of a typed number by ``fingerprint`` (keyed), or None where it is not 16 digits yet."""
    digits = clean(text)
    return fingerprint(digits) if len(digits) == 16 and digits.isascii() and digits.isdigit() else None


def mask(nik: str) -> str:
    """The number as it is shown and sent on: ``710515******9903``."""
    if len(nik) <= SHOWN_BEFORE + SHOWN_AFTER:
        return "*" * len(nik)
    return nik[:SHOWN_BEFORE] + "*" * (len(nik) - SHOWN_BEFORE - SHOWN_AFTER) + nik[-SHOWN_AFTER:]
