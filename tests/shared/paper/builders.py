"""Letters with sensible defaults, so that a test shows only what it is about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from services.shared.paper.letter import (
    Addressee,
    Fields,
    Items,
    Letter,
    Paragraph,
    Run,
    Signatory,
    Style,
    Table,
)

NOW = datetime(2026, 11, 24, 0, 30, tzinfo=UTC)  # 08.30 WITA
NUMBER = "337/0123/KEC-KMB/XI/2026"
DATE = "24 November 2026"
CLOSING = "Demikian disampaikan, atas perhatian Saudara diucapkan terima kasih."
TEXT = (
    "Sehubungan dengan surat Saudara tanggal 16 November 2026 mengenai batas tanah kebun di Desa Makasili, dengan ini "
    "kami sampaikan bahwa kantor kecamatan bersama pemerintah desa telah melakukan peninjauan lapangan."
)
OFFICE = {
    "government": "PEMERINTAH KABUPATEN MINAHASA SELATAN",
    "name": "KECAMATAN KUMELEMBUAI",
    "address": "Jalan Trans Sulawesi, Desa Kumelembuai, Kecamatan Kumelembuai",
    "phone": "(0430) 123456",
    "email": "kec.kumelembuai@example.go.id",
    "postcode": "95956",
    "place": "Kumelembuai",
}
CAMAT = Signatory(
    ("CAMAT KUMELEMBUAI,",), "Drs. MEIDY A. CONTOH, M.Si.", "Pembina Tingkat I, IV/b", "197001011990031001"
)
LIST = Items(
    [
        "Patok batas dikembalikan ke letak semula;",
        [Run("Pengukuran ulang", italic=True), Run(" paling lambat 30 November 2026;")],
        "Kedua pihak tidak saling menuntut.",
    ]
)
TABLE = Table(
    ["No", "Tanggal", "Kegiatan"],
    [[str(day), f"{day} November 2026", "Pertemuan di kantor desa"] for day in range(1, 9)],
    widths=[0.4, 1, 2.5],
)
PLACE = Fields([("Hari/tanggal", "Senin, 30 November 2026"), ("Tempat", "Balai Desa Makasili")])


def letter(paragraphs: int = 2, *, paper: Any = "a4", font: Any = "bookman", **changes: Any) -> Letter:
    """A letter of so many paragraphs, with a list, a table and fields where it is a long one."""
    body: list[Any] = [Paragraph(TEXT), LIST]
    body += [TABLE, PLACE] if paragraphs > 2 else []
    body += [Paragraph([Run(TEXT), Run(" Terima kasih.", bold=True)]) for _ in range(paragraphs - 1)]
    values: dict[str, Any] = {
        "office": OFFICE,
        "subject": "Tanggapan atas Surat Saudara",
        "addressee": Addressee("Sdr. Ferdinand Karundeng", "Makasili", ["Desa Makasili"]),
        "body": body,
        "closing": CLOSING,
        "signatory": CAMAT,
        "copies": ["Bupati Minahasa Selatan di Amurang;", "Hukum Tua Desa Makasili."],
        "note": "Surat ini ditandatangani dengan TTE tidak tersertifikasi (internal).",
        "style": Style(paper=paper, font=font),
    }
    return Letter(**(values | changes))
