"""The first day: rows of this year's paper books, the service register and the agenda of outgoing letters. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from marshmallow import Schema

from services.shared.fields import day, label_of, number, text

CASES, REGISTER, AGENDA = "cases", "register", "agenda"
FULL_NIK = "NIK lengkap tidak ditulis di buku; hapus angkanya."
MOST = 999_999  # running number of a row


class RegisterRowSchema(Schema):
    """One row of the paper register book."""

    serial = number("Nomor urut", 1, MOST)
    received_on = day("Tanggal terima")
    applicant_name = text("Nama pemohon atau tujuan", 200, on_paper=True)
    village = text("Wilayah tempat tinggal", 120, optional=True, on_paper=True)
    service = text("Jenis layanan", 150, on_paper=True)
    summary = text("Uraian singkat", 500, on_paper=True)
    officer = text("Petugas", 150, optional=True, on_paper=True)
    finished_on = day("Tanggal selesai", optional=True)
    result = text("Hasil", 200, optional=True, on_paper=True)
    letter_number = text("Nomor surat", 100, optional=True, on_paper=True)
    note = text("Keterangan", 300, optional=True, on_paper=True)


class AgendaRowSchema(Schema):
    """One letter of the paper agenda of outgoing letters."""

    serial = number("Nomor urut", 1, MOST)
    number = text("Nomor surat", 100, on_paper=True)
    dated = day("Tanggal surat")
    classification = text("Kode klasifikasi", 20, on_paper=True)
    subject = text("Hal", 300, on_paper=True)
    recipient = text("Kepada", 200, on_paper=True)
    signer_title = text("Jabatan penanda tangan", 150, optional=True, on_paper=True)
    note = text("Keterangan", 300, optional=True, on_paper=True)


@dataclass(frozen=True)
class PaperBook:
    """A book that was kept on paper: its name, the schema of a row, and what no two rows have in common."""

    kind: str
    words: str
    file: str  # the template's name
    schema: type[Schema]
    once: tuple[str, ...]
    example: tuple[str, ...]

    @property
    def heads(self) -> dict[str, str]:
        """Field of a row: its column."""
        schema = self.schema()
        return {name: label_of(schema, name) for name in schema.fields}


BOOKS = {
    book.kind: book
    for book in (
        PaperBook(
            REGISTER, "Buku register pelayanan", "buku-register-kertas", RegisterRowSchema, ("serial",),
            ("1", "05/01/{year}", "Nama pemohon", "", "Pengaduan masyarakat", "Satu kalimat pendek", "Nama petugas",
             "12/01/{year}", "Surat jawaban", "", ""),
        ),
        PaperBook(
            AGENDA, "Agenda surat keluar", "agenda-kertas", AgendaRowSchema, ("number",),
            ("1", "001/UMUM/{year}", "06/01/{year}", "000", "Undangan rapat", "Para kepala wilayah", "Camat", ""),
        ),
    )
}  # fmt: skip


def key_of(number: str) -> str:
    """A number as it is compared: capitals, without spaces."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", number)).upper()


def _wrong_end(begun: date, finished: date, today: date) -> str:
    if finished > today:
        return "Tanggal ini belum tiba."
    return "Sebelum tanggal terima." if finished < begun else ""


def wrong_in(row: Mapping[str, Any], today: date) -> dict[str, list[str]]:
    """What no field alone can say: dates of this year that have come, and no full NIK."""
    wrong: dict[str, list[str]] = {}
    name = "dated" if "dated" in row else "received_on"
    if row[name] > today:
        wrong[name] = ["Tanggal ini belum tiba."]
    elif row[name].year < today.year - (name == "received_on"):  # received in December, written down in January
        wrong[name] = [f"Hanya buku tahun {today.year} yang dimasukkan."]
    if (finished := row.get("finished_on")) and (words := _wrong_end(row[name], finished, today)):
        wrong["finished_on"] = [words]
    return wrong | {
        field: [FULL_NIK] for field, said in row.items() if isinstance(said, str) and re.search(r"\d{16}", said)
    }
