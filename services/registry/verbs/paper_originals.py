"""Paper originals of ended cases (16e): placed, lent, returned."""

from __future__ import annotations

from services.registry.actions import paper_originals
from services.registry.schemas.paper import LendPaperSchema, PlacePaperSchema, ReturnPaperSchema
from services.shared.verbs import Ask, Verb

PAPER = (
    Verb(
        "place_paper",
        "Mencatat letak dokumen kertas",
        "archive",
        schema=PlacePaperSchema,
        action=paper_originals.place_paper,
        said="Letak dokumen kertas dicatat.",
        ask=Ask("Simpan letaknya", "Catat letak dokumen kertas…", kind="outline-primary", at="paper"),
    ),
    Verb(
        "lend_paper",
        "Menyerahkan dokumen kertas",
        "arrow",
        schema=LendPaperSchema,
        action=paper_originals.lend_paper,
        said="Dicatat pada buku ekspedisi.",
        ask=Ask("Catat penyerahan", "Serahkan dokumen kertas…", "Menjadi baris buku ekspedisi.", at="paper"),
    ),
    Verb(
        "return_paper",
        "Menerima kembali dokumen kertas",
        "return",
        schema=ReturnPaperSchema,
        action=paper_originals.return_paper,
        said="Dokumen kertas dicatat kembali.",
        ask=Ask("Catat kembali", "Dokumen kertas kembali…", at="paper"),
    ),
)
