"""Step 12d on paper: the berita acara serah terima, and the custody record."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from services.review.papers.conveyance import listing, opening
from services.review.papers.parts import DOTS, lay_out, plain, ruled, sheet
from services.review.tables import Case, EvidenceHandover
from services.shared.calendar import clock
from services.shared.config.office import Office
from services.shared.paper.numbers import CLOSING_OF_MINUTES
from services.shared.paper.picture import svg_of_image

TITLE = "BERITA ACARA SERAH TERIMA BUKTI"


def record(
    office: Office, case: Case, row: EvidenceHandover, giver: dict[str, Any], drawn: Mapping[str, bytes]
) -> bytes:
    """The berita acara: filled in where it is handed over, with blanks to be signed by hand before."""
    at = row.handed_at
    data = {
        "title": TITLE,
        "number": row.number,
        "opening": opening(at) if at else _blank_opening(),
        "parties": [_giving(office, giver), _taking(row)],
        "parts": [
            {"text": _act(case, row)},
            listing("", row.files),
            {"text": _proof(row)},
            {"text": CLOSING_OF_MINUTES},
        ],
        "signatures": [_taker_signs(row, drawn), _giver_signs(giver, drawn)],
        "dated": f"{office.office.place}, {clock.long_date(at) if at else DOTS}",
    }
    return lay_out("record.typ", office, case, data, at or row.at)


def custody(
    office: Office,
    case: Case,
    row: EvidenceHandover,
    files: Sequence[Mapping[str, Any]],
    log: Sequence[Mapping[str, Any]],
    by: dict[str, Any],
) -> bytes:
    """Where each file has been since it came, as this service's trail has it, with its hash."""
    number = {file["id"]: str(n) for n, file in enumerate(files, 1)}
    lines = [
        [clock.date_time(one["at"]), one["who"], ", ".join(sorted(number[key] for key in one["ids"])), one["what"]]
        for one in log
    ]
    listed = [[f"{n}. {name}", size, digest] for n, name, size, digest in listing("", files)["rows"]]
    came = [[clock.date_time(file["added_at"]), file["added_by"], number[file["id"]], file["came"]] for file in files]
    parts = [
        plain("Kode hash SHA-256 dicatat ketika berkas diterima dan dicocokkan lagi ketika paket dibuat."),
        ruled("Berkas", ["Berkas", "Ukuran (B)", "SHA-256"], listed),
        ruled("Riwayat penjagaan", ["Waktu", "Oleh", "Berkas", "Peristiwa"], [*came, *lines]),
    ]
    return sheet(office, case, "CATATAN PENJAGAAN BUKTI", parts, row.at, [by])


def _blank_opening() -> str:
    return f"Pada hari ini, {DOTS} tanggal {DOTS}, kami yang bertanda tangan di bawah ini:"


def _giving(office: Office, giver: dict[str, Any]) -> dict[str, Any]:
    title = " ".join(giver["title"]).rstrip(",")
    return {"rows": [["Nama", giver["name"]], ["Jabatan", title], ["Kantor", office.name]], "called": "PIHAK PERTAMA"}


def _taking(row: EvidenceHandover) -> dict[str, Any]:
    named = [["Nama", row.taken_by or DOTS], ["Pangkat/NRP", row.taken_rank or DOTS], ["Kesatuan", row.unit]]
    return {"rows": named, "called": "PIHAK KEDUA"}


def _act(case: Case, row: EvidenceHandover) -> str:
    when = f" pada {clock.date_time(row.handed_at)}" if row.handed_at else ""
    return (
        f"PIHAK PERTAMA menyerahkan kepada PIHAK KEDUA{when}, dan PIHAK KEDUA menerima, salinan elektronik bukti atas "
        f"pengaduan nomor {case.case_no}, dalam paket terkunci, yang terdiri atas:"
    )


def _proof(row: EvidenceHandover) -> str:
    digest = hashlib.sha256(row.manifest.encode()).hexdigest()
    return (
        f"Kode hash SHA-256 daftar isi paket (manifest-sha256.txt): {digest}. Kata sandi paket disampaikan terpisah. "
        "Berkas asli tetap disimpan kantor; setiap salinan dapat dicocokkan dengan kode hashnya tanpa jaringan."
    )


def _taker_signs(row: EvidenceHandover, drawn: Mapping[str, bytes]) -> dict[str, Any]:
    block = {"title": ["PIHAK KEDUA", "Yang menerima,"], "name": row.taken_by or DOTS, "nip": ""}
    return block | {"rank": row.taken_rank} | _mark(drawn, "penerima")


def _giver_signs(giver: dict[str, Any], drawn: Mapping[str, bytes]) -> dict[str, Any]:
    return giver | {"title": ["PIHAK PERTAMA", *giver["title"]]} | _mark(drawn, "pemberi")


def _mark(drawn: Mapping[str, bytes], who: str) -> dict[str, Any]:
    return {"mark": svg_of_image(drawn[who])} if who in drawn else {}
