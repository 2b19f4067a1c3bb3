"""The service register book (16a) on paper and as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from services.registry.papers.base import sheet
from services.registry.queries.book import BookRow
from services.shared.calendar import clock
from services.shared.config import naming
from services.shared.config.office import Office
from services.shared.web.delimited import Cell

_HEADS = (
    ("No", 6), ("Tgl terima", 13), ("Nomor pengaduan", 16), ("Nama pemohon / tujuan", 28), ("NIK", 18), ("{Desa}", 20),
    ("Jenis layanan", 24), ("Uraian singkat", 40), ("Petugas", 22), ("Tgl selesai", 13), ("Hasil", 36),
    ("No surat", 26), ("Tgl diserahkan", 13), ("Paraf penerima", 14), ("Ket", 36),
)  # fmt: skip


def heads() -> list[tuple[str, int]]:
    """Titles and widths of the columns, as the office says them."""
    return [(naming.say(title), width) for title, width in _HEADS]


def book(office: Office, period: str, rows: Sequence[BookRow], now: datetime) -> bytes:
    """A month or year of the book, landscape; struck rows are struck through."""
    return sheet(
        "book",
        office,
        now,
        title="BUKU REGISTER PELAYANAN",
        period=f"{office.office.service}, {period}",
        heads=[title for title, _ in heads()],
        rows=[{"cells": printed(row), "struck": row.struck_by is not None} for row in rows],
    )


def in_sheet(row: BookRow) -> list[Cell]:
    """A row of the spreadsheet: numbers and days as such, and what is struck on paper by a line says so here."""
    it, remarks = row.entry, f"DICORET. {row.remarks}" if row.struck_by else row.remarks
    return [
        it.serial, it.received_on, it.case_no, row.said("applicant_name"), row.said("nik_masked"),
        it.village, it.service, row.said("summary"), it.officer, it.finished_on, row.said("result"),
        row.number, row.told_on, "", remarks,
    ]  # fmt: skip


def printed(row: BookRow) -> list[str]:
    """A row on paper, in the order of the columns of office-rules.md 3."""
    it = row.entry
    return [
        str(it.serial), _day(it.received_on), it.case_no, row.said("applicant_name"), row.said("nik_masked"),
        it.village, it.service, row.said("summary"), it.officer, _day(it.finished_on), row.said("result"),
        row.number, clock.short_date(row.told_on) if row.told_on else "", "", row.remarks,
    ]  # fmt: skip


def _day(day: date | None) -> str:
    return clock.short_date(day) if day else "–"
