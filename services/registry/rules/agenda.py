"""The agenda of outgoing letters: sources and states of numbers, what is the same number, and what a typed one says."""

from __future__ import annotations

import enum
import re
import unicodedata
from datetime import date, timedelta
from string import Formatter

from services.shared.errors import RuleBroken


class Source(enum.StrEnum):
    """From where a number comes: the office's own series, a range of the secretariat, typed, or the paper book."""

    OWN = "own"
    BLOCK = "block"
    TYPED = "typed"
    PAPER = "paper"


class Held(enum.StrEnum):
    """What became of a number. It is never given again, whatever became of it."""

    RESERVED = "reserved"
    USED = "used"
    CANCELLED = "cancelled"


SOURCES = {
    Source.OWN: "Nomor kantor sendiri",
    Source.BLOCK: "Blok dari sekretariat",
    Source.TYPED: "Diketik (SRIKANDI atau sekretariat)",
    Source.PAPER: "Dari buku kertas",
}
HELD = {Held.RESERVED: "Dipesan", Held.USED: "Dipakai", Held.CANCELLED: "Batal"}
GRADES = {"biasa": "Biasa", "terbatas": "Terbatas", "rahasia": "Rahasia", "sangat_rahasia": "Sangat rahasia"}
_PARTS = {
    "code": r"[\w.-]+?",
    "number": r"0*(?P<number>\d{1,6})",
    "month": "[IVX]+",
    "year": r"(?P<year>\d{4})",
}
# Signs that look like these on paper, and signs that nobody sees.
_LOOKS = dict.fromkeys(map(ord, "\u2010\u2012\u2013\u2014\u2212"), "-") | dict.fromkeys(map(ord, "\u2044\u2215"), "/")
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def key_of(number: str) -> str:
    """A number as it is compared, as two people read the same one from two papers.

    Capitals, without spaces, without the wide and unseen signs of some keyboards, and without zeros that only fill up:
    ``045`` and ``45`` are one number. The migration 0018 says the same in SQL.
    """
    plain = unicodedata.normalize("NFKC", number).translate(_LOOKS | _UNSEEN)
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", re.sub(r"\s+", "", plain)).upper()


def serial_of(number: str, pattern: str, unit: str) -> tuple[int, int] | None:
    """Running number and year of a typed number that is written as the office writes its own; else None."""
    made, seen = "", set()
    for words, name, _, _ in Formatter().parse(pattern):
        made += re.escape(key_of(words))
        if name is not None:
            part = _PARTS.get(name, re.escape(key_of(unit)))
            made += part if name not in seen else r".+?"
            seen.add(name)
    found = re.fullmatch(made, key_of(number), re.ASCII)
    return (int(found["number"]), int(found["year"])) if found else None


def years_to_watch(today: date) -> list[int]:
    """For which years the secretariat's numbers are looked after: this one and, shortly before its end, the next."""
    ahead = date(today.year, 12, 31) - today < AHEAD
    return [today.year, *([today.year + 1] if ahead else [])]


def check_dated(dated: date, today: date) -> None:
    """A letter's date is not in the future. Raises RuleBroken."""
    if dated > today:
        raise RuleBroken.at("dated", "Tanggal surat tidak boleh sesudah hari ini.")


def check_year(year: int, dated: date) -> None:
    """The year in a number is that of the letter's date. Raises RuleBroken."""
    if year != dated.year:
        words = f"Nomor ini bertahun {year}, tanggal suratnya tahun {dated.year}. Periksa nomor dan tanggalnya."
        raise RuleBroken.at("number", words)


def check_block(first: int, last: int, known: list[tuple[int, int]]) -> None:
    """A range begins before it ends and shares no number with one that is recorded. Raises RuleBroken."""
    if last < first:
        raise RuleBroken.at("last", "Nomor akhir tidak boleh lebih kecil daripada nomor awal.")
    if last - first >= MOST_OF_BLOCK:
        raise RuleBroken.at("last", f"Satu blok paling banyak {MOST_OF_BLOCK} nomor.")
    for start, end in known:
        if first <= end and start <= last:
            raise RuleBroken.at("first", f"Blok {start}–{end} tahun ini sudah tercatat dan memuat sebagian nomor itu.")


MOST_OF_BLOCK = 10_000
AHEAD = timedelta(days=21)  # before the year ends, the next one's numbers are asked for
