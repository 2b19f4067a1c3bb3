"""Whole numbers in Indonesian words, as they stand on papers: 4 is *empat*."""

from __future__ import annotations

_ONES = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")


def in_words(number: int) -> str:
    """A number from 0 to 999.

    Raises:
        ValueError: a number beyond them.
    """
    if not 0 <= number <= 999:
        raise ValueError(number)
    if number < 12:
        return _ONES[number]
    if number < 20:
        return f"{_ONES[number - 10]} belas"
    if number < 100:
        return f"{_ONES[number // 10]} puluh{_rest(number % 10)}"
    hundreds = "seratus" if number < 200 else f"{_ONES[number // 100]} ratus"
    return f"{hundreds}{_rest(number % 100)}"


def _rest(number: int) -> str:
    return f" {in_words(number)}" if number else ""
