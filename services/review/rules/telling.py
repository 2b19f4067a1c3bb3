"""Step 13: the words in which the applicant hears where the case went, with number and date."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from services.shared.calendar import clock

LATER = "Nomor laporannya menyusul."


class Numbered(Protocol):
    """A letter with its number and date."""

    @property
    def number(self) -> str:
        """Empty until it is registered."""

    @property
    def dated(self) -> date | None:
        """Its date."""


def by_letter(letter: Numbered | None) -> str:
    """*dengan surat nomor … tanggal …*, with a space before it; empty without a letter."""
    if letter is None or not letter.number:
        return ""
    day = f" tanggal {clock.long_date(letter.dated)}" if letter.dated else ""
    return f" dengan surat nomor {letter.number}{day}"


def in_brackets(reference: str, on: date | None, letter: Numbered | None) -> str:
    """The reference with its date, where it says more than the letter."""
    if not reference or (letter is not None and reference == letter.number):
        return ""
    return f" ({reference}, {clock.long_date(on)})" if on else f" ({reference})"


def went(step: str, to: str, reference: str, on: date | None, letter: Numbered | None) -> str:
    """Where the case went (12c, 12d), in a sentence; a report's number that is not there yet is said to follow."""
    verb = {"12c": "dilimpahkan", "12d": "dilaporkan"}[step]
    later = f" {LATER}" if step == "12d" and not reference else ""
    return f"Pengaduan Anda {verb} kepada {to}{by_letter(letter)}{in_brackets(reference, on, letter)}.{later}"


def numbered(message: str, number: str, on: date) -> str:
    """The same message once the number of the report has come."""
    said = f"Nomor laporan: {number}, tanggal {clock.long_date(on)}."
    return message.replace(LATER, said) if LATER in message else f"{message} {said}".strip()
