"""The agenda of outgoing letters: sources and states of numbers, what is the same number, and what a typed one says."""

from __future__ import annotations

import enum
import re
import unicodedata
from datetime import date
from string import Formatter

from services.shared.errors import RuleBroken


class Source(enum.StrEnum):
    """From where a number comes: the office's own series, a range of the secretariat, or typed by the registrar."""

    OWN = "own"
    BLOCK = "block"
    TYPED = "typed"


class Held(enum.StrEnum):
    """What became of a number. It is never given again, whatever became of it."""

    RESERVED = "reserved"
    USED = "used"
    CANCELLED = "cancelled"


SOURCES = {
    Source.OWN: "Nomor kantor sendiri",
    Source.BLOCK: "Blok dari sekretariat",
    Source.TYPED: "Diketik (SRIKANDI atau sekretariat)",
}
HELD = {Held.RESERVED: "Dipesan", Held.USED: "Dipakai", Held.CANCELLED: "Batal"}
GRADES = {"biasa": "Biasa", "terbatas": "Terbatas", "rahasia": "Rahasia", "sangat_rahasia": "Sangat rahasia"}
_PARTS = {
    "code": r"[\w.-]+?",
    "number": r"0*(?P<number>\d{1,6})",
    "month": "[IVX]+",
    "year": r"(?P<year>\d{4})",
}


def key_of(number: str) -> str:
    """A number as it is compared: capitals, without spaces and the wide signs of some keyboards."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", number)).upper()


def serial_of(number: str, pattern: str, unit: str, year: int) -> int | None:
    """The running number of this year in a typed number, where it is written as the office writes its own."""
    made, seen = "", set()
    for words, name, _, _ in Formatter().parse(pattern):
        made += re.escape(key_of(words))
        if name is not None:
            part = _PARTS.get(name, re.escape(key_of(unit)))
            made += part if name not in seen else r".+?"
            seen.add(name)
    found = re.fullmatch(made, key_of(number), re.ASCII)
    return int(found["number"]) if found and int(found["year"]) == year else None


def check_dated(dated: date, today: date) -> None:
    """A letter's date is not in the future. Raises RuleBroken."""
    if dated > today:
        raise RuleBroken.at("dated", "Tanggal surat tidak boleh sesudah hari ini.")


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
