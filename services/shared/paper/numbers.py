"""Whole numbers and days in Indonesian words, as they stand on papers: 4 is *empat*."""

from __future__ import annotations

from datetime import date

from services.shared.calendar import clock

_ONES = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
_UNITS = ((1000, "ribu", "seribu"), (100, "ratus", "seratus"), (10, "puluh", ""))


def in_words(number: int) -> str:
    """A number from 0 to 9999.

    Raises:
        ValueError: a number beyond them.
    """
    if not 0 <= number <= 9999:
        raise ValueError(number)
    if number < 12:
        return _ONES[number]
    if number < 20:
        return f"{_ONES[number - 10]} belas"
    unit, word, single = next(one for one in _UNITS if number >= one[0])
    many, rest = divmod(number, unit)
    head = single if many == 1 else f"{in_words(many)} {word}"
    return f"{head} {in_words(rest)}" if rest else head


def day_in_words(day: date) -> str:
    """``Senin tanggal tiga puluh bulan November tahun dua ribu dua puluh enam``."""
    month, year = clock.MONTHS[day.month - 1], in_words(day.year)
    return f"{clock.DAYS[day.weekday()]} tanggal {in_words(day.day)} bulan {month} tahun {year}"


def opening_of_minutes(day: date, where: str = "") -> str:
    """How a *berita acara* begins: the day in words and figures, ``where`` it was, and who signs follows."""
    return f"Pada hari ini, {day_in_words(day)} ({day:%d-%m-%Y}){where}, kami yang bertanda tangan di bawah ini:"


CLOSING_OF_MINUTES = "Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya."
