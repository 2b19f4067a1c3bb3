"""Steps 17 and 18: the letter goes to the applicant, who confirms it."""

from __future__ import annotations

from services.intake.actions import handover
from services.intake.schemas.handover import HandOverSchema
from services.shared.verbs import Ask, Verb

HANDOVER = (
    Verb(
        "hand_over",
        "Menyerahkan surat",
        "person",
        "ok",
        schema=HandOverSchema,
        action=handover.hand_over,
        alone=True,
        said="Penyerahan surat dicatat. Cetak berita acaranya bila diperlukan.",
        ask=Ask("Catat penyerahan"),
    ),
    Verb(
        "confirm_receipt",
        "Mencatat penerimaan oleh pemohon",
        tone="ok",
        action=handover.confirm_receipt,
        said="Penerimaan surat dicatat. Pengaduan selesai.",
        ask=Ask("Surat sudah diterima"),
    ),
)
