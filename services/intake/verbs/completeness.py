"""Step 4: the completeness checklist, and back to the applicant; where it is complete: ``forwarding``."""

from __future__ import annotations

from services.intake.actions import completeness, likeness
from services.intake.schemas.completeness import CompleteSchema, ItemsSchema, JudgeSchema
from services.shared.verbs import Ask, Verb

JUDGED = {
    "same": "Kedua pengaduan dikaitkan. Masing-masing tetap diproses tersendiri.",
    "different": "Dicatat: bukan kejadian yang sama.",
    "open": "Tautan dilepas.",
}
COMPLETENESS = (
    Verb(
        "return_incomplete",
        "Mengembalikan karena belum lengkap",
        "return",
        "warn",
        schema=ItemsSchema,
        action=completeness.return_incomplete,
        said="Kekurangan dicatat. Cetak pemberitahuan kekurangan untuk pemohon.",
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
