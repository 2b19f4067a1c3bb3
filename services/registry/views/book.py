"""Rows of the register book as pages, paper and API show them."""

from __future__ import annotations

from typing import Any

from services.registry.queries.book import BookRow
from services.registry.tables import RegisterEntry
from services.shared.calendar import clock
from services.shared.encryption.erasing import ERASED

_COLUMNS = (
    "position", "serial", "year", "kind", "entered_on", "entered_by", "received_on", "case_no", "letter_id",
    "applicant_name", "nik_masked", "village", "service", "summary", "officer", "finished_on", "result", "note",
    "strikes", "reason", "hash",
)  # fmt: skip
_PERSONAL = {"applicant_name", "nik_masked", "summary", "result", "note", "reason"}


HEADS = (
    ("No", 6), ("Tgl terima", 13), ("No tiket", 16), ("Nama pemohon / tujuan", 28), ("NIK", 18), ("Desa", 20),
    ("Jenis layanan", 24), ("Uraian singkat", 40), ("Petugas", 22), ("Tgl selesai", 13), ("Hasil", 36),
    ("No surat", 26), ("Tgl diserahkan", 13), ("Paraf penerima", 14), ("Ket", 36),
)  # fmt: skip


def in_sheet(row: BookRow) -> list[str]:
    """A row of the spreadsheet: as on paper, and what is struck there by a line says so here."""
    cells = printed(row)
    return [*cells[:-1], f"DICORET. {cells[-1]}" if row.struck_by else cells[-1]]


def entry(row: BookRow) -> dict[str, Any]:
    """A row for page and API, with its letter's number and the row that struck it."""
    struck_by = row.struck_by.position if row.struck_by else None
    shown = {name: words(row, name) for name in _COLUMNS}
    return {**shown, "letter_number": row.number, "struck_by": struck_by, "remarks": remarks(row)}


def words(row: BookRow, name: str) -> Any:
    """A column of the row; what speaks of people is hidden once the case's archive was destroyed."""
    value = getattr(row.entry, name)
    return ERASED if row.destroyed and name in _PERSONAL and value else value


def remarks(row: BookRow) -> str:
    """The last column (ket): the note, and what became of the row."""
    if row.destroyed:
        return "Arsip sudah dimusnahkan"
    said = [row.entry.note] if row.entry.note else []
    if row.entry.strikes and row.entry.reason not in said:
        said.append(f"Membetulkan baris lama: {row.entry.reason}")
    if row.struck_by:
        said.append(f"Dicoret, diganti nomor {row.struck_by.serial}/{row.struck_by.year}")
    return ". ".join(said)


def printed(row: BookRow) -> list[str]:
    """A row on paper, in the order of the columns of office-rules.md 3."""
    it = row.entry
    return [
        str(it.serial), day(it, "received_on"), it.case_no, words(row, "applicant_name"), words(row, "nik_masked"),
        it.village, it.service, words(row, "summary"), it.officer, day(it, "finished_on"), words(row, "result"),
        row.number, clock.short_date(row.told_on) if row.told_on else "", "", remarks(row),
    ]  # fmt: skip


def day(entry: RegisterEntry, name: str) -> str:
    """A date of the row, or a dash."""
    value = getattr(entry, name)
    return clock.short_date(value) if value else "–"
