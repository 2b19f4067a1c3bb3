"""The buku ekspedisi: what paper left its place in a month, with a place for the receiver's signature."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from services.registry.papers.catalogue import catalogue, described
from services.registry.tables import ArchiveCase, PaperLoan
from services.shared.calendar import clock
from services.shared.config.office import Office
from services.shared.web.delimited import Cell

TITLE = "BUKU EKSPEDISI DOKUMEN KERTAS"
HEADS = (
    ("No", 6), ("Tanggal", 13), ("Nomor berkas", 17), ("Isi", 34), ("Diserahkan kepada", 26), ("Keperluan", 26),
    ("Batas kembali", 13), ("Tanda tangan penerima", 20), ("Kembali", 13), ("Keadaan", 18),
)  # fmt: skip
Loans = Iterable[tuple[PaperLoan, ArchiveCase]]


def rows(office: Office, loans: Loans) -> Iterator[list[Cell]]:
    """A line for each loan, without names of applicants."""
    for number, (loan, case) in enumerate(loans, 1):
        back = clock.local(loan.returned_at).date() if loan.returned_at else None
        yield [
            number, clock.local(loan.lent_at).date(), case.archive_no or case.case_no, described(office, case),
            f"{loan.taken_by}, {loan.unit}", loan.purpose, loan.due_on, "", back, loan.condition,
        ]  # fmt: skip


def expedition(office: Office, period: str, loans: Loans, now: datetime) -> bytes:
    """The book of a month on paper, landscape."""
    return catalogue(
        office, TITLE, period, HEADS, rows(office, loans), now, "Tidak ada dokumen kertas yang keluar pada masa ini."
    )
