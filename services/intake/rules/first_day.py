"""The first day: the columns of the spreadsheet of paper cases, and how its mistakes are told. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.intake.rules import nik
from services.intake.rules.paper_books import CASES
from services.shared.errors import RuleBroken

OLDEST = timedelta(days=730)  # a paper case that runs longer is looked at by a person, not by a list
MOST_TOLD = 200  # mistakes that are told at once
HEADS = {  # field of a row: its column
    "paper_no": "Nomor di buku kertas",
    "received_on": "Diterima tanggal",
    "taken_by": "Diterima oleh",
    "name": "Nama pemohon",
    "nik": "NIK",
    "phone": "Telepon",
    "village": "Wilayah tempat tinggal",
    "address": "Alamat",
    "title": "Perihal",
    "category": "Jenis pengaduan",
    "story": "Uraian",
}


Read = Callable[[dict[str, str]], tuple[dict[str, Any], dict[str, list[str]]]]  # cells: the row, its mistakes by field


@dataclass(frozen=True)
class Sheet:
    """What is filled in: its kind, what a row is called, columns by field, and what no two rows have in common.

    ``once``: such a field, with what two values of it are compared by.
    """

    kind: str
    what: str
    heads: Mapping[str, str]
    once: Mapping[str, Callable[[str], str]]


PAPER_CASES = Sheet(CASES, "pengaduan", HEADS, {"paper_no": str})


def checked(
    rows: Sequence[tuple[int, Sequence[str]]], sheet: Sheet, read: Read, before: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The rows of a filled in sheet: lines with their cells, the first one the columns' names; ``before`` wait already.

    Raises:
        RuleBroken: every mistake of every row, at once.
    """
    if len(rows) < 2:
        raise RuleBroken.at("file", f"Lembar kerja ini tidak berisi {sheet.what}. Isi mulai baris kedua.")
    places = by_field(rows[0][1], sheet.heads)
    found, mistakes = list[tuple[int, dict[str, Any]]](), list[str]()
    for line, cells in rows[1:]:
        row, wrong = read({name: cells[place] for name, place in places.items()})
        mistakes += told(line, wrong, sheet.heads)
        found.append((line, row))
    for name, key in sheet.once.items():
        numbers = [(line, key(str(row[name]))) for line, row in found if row.get(name)]
        mistakes += twice(numbers, {key(str(row[name])) for row in before}, sheet.heads[name])
    if mistakes:
        words = f"Ada {len(mistakes)} kesalahan; tidak ada yang dimasukkan."
        raise RuleBroken(words, {"file": mistakes[:MOST_TOLD]})
    return [row for _, row in found]


def by_field(first: Sequence[str], heads: Mapping[str, str]) -> dict[str, int]:
    """Which column holds which field; raises RuleBroken, naming every column that is missing."""
    found = {head.strip().lower(): place for place, head in enumerate(first) if head.strip()}
    missing = [head for head in heads.values() if head.lower() not in found]
    if missing:
        words = f"Kolom tidak ditemukan: {', '.join(missing)}. Pakai templat dari halaman ini."
        raise RuleBroken.at("file", words)
    return {name: found[head.lower()] for name, head in heads.items()}


def told(line: int, errors: Mapping[str, Sequence[str]], heads: Mapping[str, str]) -> list[str]:
    """The mistakes of one line in words, with line and column as the spreadsheet shows them."""
    return [f"Baris {line}, {heads.get(name, name)}: {text}" for name, texts in errors.items() for text in texts]


def check_received(received: datetime, now: datetime) -> list[str]:
    """What is wrong with the true time of receipt."""
    if received > now:
        return ["Tanggal ini belum tiba."]
    return ["Lebih dari dua tahun yang lalu; catat satu per satu di loket."] if received < now - OLDEST else []


def check_nik(number: str) -> list[str]:
    """What is wrong with a NIK, where one was written; a cell of numbers has lost its last digit."""
    if not number or nik.index(number, str):
        return []
    return ["NIK terdiri atas 16 angka. Ubah format selnya menjadi Teks, lalu ketik ulang NIK-nya."]


def twice(numbers: Sequence[tuple[int, str]], before: set[str], head: str) -> list[str]:
    """Paper numbers that stand twice in the sheet, or came with another sheet."""
    seen, found = set(before), []
    for line, number in numbers:
        if number in seen:
            found.append(f"Baris {line}, {head}: nomor {number} sudah ada.")
        seen.add(number)
    return found
