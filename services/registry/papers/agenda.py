"""The agenda of outgoing letters on paper, and for spreadsheets and SRIKANDI (docs/operations/agenda.md)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from services.registry.papers.base import sheet
from services.registry.queries.agenda import AgendaRow
from services.registry.rules.agenda import HELD, SOURCES, Held, Source
from services.shared.calendar import clock
from services.shared.config.office import Office
from services.shared.web.delimited import Cell

_SHORT = {Source.OWN: "Kantor", Source.BLOCK: "Blok", Source.TYPED: "Luar", Source.PAPER: "Buku kertas"}
PRINTED = ("No", "Tanggal surat", "Nomor surat", "Kode klasifikasi", "Kepada", "Hal / isi ringkas", "Keamanan",
           "Penanda tangan", "Asal nomor", "Ket")  # fmt: skip
HEADS = (
    ("Nomor surat", 30), ("Tanggal surat", 14), ("Hal", 44), ("Kode klasifikasi", 16), ("Retensi", 34), ("Tujuan", 34),
    ("Keamanan", 14), ("Penanda tangan", 28), ("SHA-256", 68), ("Nama berkas", 40), ("Status", 10),
    ("Asal nomor", 26), ("Keterangan", 40),
)  # fmt: skip


def agenda(office: Office, period: str, rows: Sequence[AgendaRow], now: datetime) -> bytes:
    """A month or year of the agenda, landscape; cancelled numbers are struck through."""
    return sheet(
        "agenda",
        office,
        now,
        title="AGENDA SURAT KELUAR",
        period=period,
        heads=list(PRINTED),
        rows=[
            {"cells": printed(no, row), "struck": row.line.state == Held.CANCELLED} for no, row in enumerate(rows, 1)
        ],
    )


def printed(no: int, row: AgendaRow) -> list[str]:
    """A line on paper, as office-books have it: number, date, to whom, what about, who signs, remarks."""
    source = _SHORT[Source(row.line.source)]
    return [
        str(no), clock.short_date(row.line.dated), row.line.number, row.line.classification, row.recipient,
        row.subject, row.security, row.entry.signer_title, source, row.remarks,
    ]  # fmt: skip


def exported(office: Office, row: AgendaRow) -> list[Cell]:
    """A line of the export, field by field as docs/operations/agenda.md says."""
    it, sealed = row.line, row.letter.sealed_sha256 if row.letter else None
    return [
        it.number, it.dated, row.subject, it.classification, row.retention(office), row.recipient, row.security,
        row.entry.signer_title, sealed, row.file_name, HELD[Held(it.state)], SOURCES[Source(it.source)], row.remarks,
    ]  # fmt: skip
