"""Steps 4 and 5: the completeness checklist; back to the applicant, or on to the section head."""

from __future__ import annotations

from services.intake.actions import completeness, forwarding, likeness
from services.intake.schemas.completeness import CompleteSchema, ItemsSchema, JudgeSchema
from services.shared.verbs import Ask, Verb

JUDGED = {
    "same": "Kedua pengaduan ditautkan. Masing-masing tetap berjalan sendiri.",
    "different": "Dicatat: bukan kejadian yang sama.",
    "open": "Tautan dilepas.",
}
COMPLETENESS = (
    Verb(
        "forward",
        "Meneruskan kepada Kasi",
        "send",
        "active",
        schema=ItemsSchema,
        action=forwarding.forward,
        said=lambda done: f"Pengaduan {done[0].case_no} diteruskan kepada Kasi Pelayanan Umum.",
        ask=Ask("Lengkap: teruskan kepada Kasi"),
    ),
    Verb(
        "return_incomplete",
        "Mengembalikan karena belum lengkap",
        "return",
        "warn",
        schema=ItemsSchema,
        action=completeness.return_incomplete,
        said="Kekurangan dicatat. Cetak tanda kekurangan untuk pemohon.",
        ask=Ask("Belum lengkap: kembalikan", kind="outline-primary"),
    ),
    Verb(
        "complete_documents",
        "Menerima kelengkapan",
        schema=CompleteSchema,
        action=completeness.complete_documents,
        said="Catat hasil pemeriksaan ulang di bawah ini.",
        ask=Ask("Sudah dilengkapi: periksa ulang"),
    ),
    Verb(
        "judge_likeness",
        "Menilai kemiripan pengaduan",
        "people",
        "mute",
        schema=JudgeSchema,
        action=likeness.judge_likeness,
        said=lambda row: JUDGED[row.verdict],
    ),
)
