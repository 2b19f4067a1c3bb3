"""What a text with blanks may use, and examples of it that try every branch."""

from __future__ import annotations

from typing import Any

# What every text may use; the values stand for what a request brings (``actions.requests``).
SAMPLE: dict[str, Any] = {
    "office_name": "Kecamatan Contoh",
    "office_place": "Contoh",
    "regency": "Kabupaten Contoh",
    "regent": "Bupati Contoh",
    "camat_title": "Camat Contoh",
    "case_no": "PGD-2026-0001",
    "title": "Sengketa batas tanah kebun",
    "category": "Lainnya",
    "received": "24 November 2026",
    "conclusion": "Batas kebun dikembalikan ke patok lama, disaksikan pemerintah setempat.",
    "recommendation": "",
    "recipient_name": "Saudara Penerima Contoh",
    "recipient_place": "Contoh",
    "applicant": "Pemohon Contoh",
    "village_called": "Desa",
    "village_head": "Kepala Desa",
    "village": "Contoh",
    "to_applicant": True,
    "confidential": False,
    "wish": "koordinasi",
    "answer_by": "4 Desember 2026",
    "meeting_day": "Senin, 30 November 2026",
    "meeting_time": "09.00",
    "meeting_place": "Ruang kerja Camat",
    "meeting_purpose": "Konfirmasi pengaduan",
    "meeting_kind": "tatap muka",
    "meeting_as": "",
    "former": "",
}
_HEADS = {"Kabupaten": "Bupati", "Kota": "Wali Kota"}
# Every branch that conditions usually make.
VARIANTS: tuple[dict[str, Any], ...] = (
    SAMPLE,
    SAMPLE | {"recommendation": "Kedua pihak membuat pernyataan bersama."},
    SAMPLE | {"to_applicant": False, "confidential": True, "applicant": "Identitas dirahasiakan"},
    SAMPLE | {"to_applicant": False, "recommendation": "1. Ditindaklanjuti segera.", "wish": "", "answer_by": ""},
    SAMPLE | {"to_applicant": False, "meeting_kind": "mediasi", "meeting_as": "pihak kedua", "former": "surat kami"},
    SAMPLE | {"meeting_kind": "", "former": "surat kami"},
)


def regent_of(regency: str) -> str:
    """The head of the regency or city by title: *Bupati Minahasa Selatan* of *Kabupaten Minahasa Selatan*."""
    kind, _, name = regency.partition(" ")
    return f"{_HEADS[kind.title()]} {name}" if kind.title() in _HEADS and name else f"Kepala Daerah {regency}"
