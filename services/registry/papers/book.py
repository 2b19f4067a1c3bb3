"""The service register book (16a) on paper and as a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from services.registry.papers.base import sheet
from services.registry.queries.book import BookRow
from services.shared.calendar import clock
from services.shared.config.office import Office

HEADS = (
    ("No", 6), ("Tgl terima", 13), ("No tiket", 16), ("Nama pemohon / tujuan", 28), ("NIK", 18), ("Desa", 20),
    ("Jenis layanan", 24), ("Uraian singkat", 40), ("Petugas", 22), ("Tgl selesai", 13), ("Hasil", 36),
    ("No surat", 26), ("Tgl diserahkan", 13), ("Paraf penerima", 14), ("Ket", 36),
)  # fmt: skip


def book(office: Office, period: str, rows: Sequence[BookRow], now: datetime) -> bytes:
    """A month or year of the book, landscape; struck rows are struck through."""
    return sheet(
        "book",
        office,
        now,
        title="BUKU REGISTER PELAYANAN",
        period=f"{office.office.service}, {period}",
        rows=[{"cells": printed(row), "struck": row.struck_by is not None} for row in rows],
    )


def in_sheet(row: BookRow) -> list[str]:
    """A row of the spreadsheet: as on paper, and what is struck there by a line says so here."""
    cells = printed(row)
    return [*cells[:-1], f"DICORET. {cells[-1]}" if row.struck_by else cells[-1]]


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
