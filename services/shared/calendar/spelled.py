"""Numbers and days in Indonesian words, as minutes and agreements write them."""

from __future__ import annotations

from datetime import date

from services.shared.calendar import clock

_ONES = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")


def number(value: int) -> str:
    """``2026`` as ``dua ribu dua puluh enam``; from 1 to 9999."""
    if value < 12:
        return _ONES[value]
    if value < 20:
        return f"{number(value - 10)} belas"
    for unit, word, single in ((1000, "ribu", "seribu"), (100, "ratus", "seratus"), (10, "puluh", "")):
        if value >= unit:
            many, rest = divmod(value, unit)
            head = single if many == 1 else f"{number(many)} {word}"
            return f"{head} {number(rest)}".strip()
    raise ValueError(value)


def day(value: date) -> str:
    """``Senin tanggal tiga puluh bulan November tahun dua ribu dua puluh enam``."""
    month = clock.MONTHS[value.month - 1]
    return f"{clock.DAYS[value.weekday()]} tanggal {number(value.day)} bulan {month} tahun {number(value.year)}"
