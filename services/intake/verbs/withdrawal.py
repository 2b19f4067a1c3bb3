"""The applicant takes the complaint back, or lets it lapse."""

from __future__ import annotations

from services.intake.actions import withdrawal
from services.intake.schemas.reasons import WithdrawSchema
from services.shared.verbs import Ask, Line, Verb

WITHDRAWAL = (
    Verb(
        "withdraw",
        "Mencatat pencabutan",
        "cross",
        "bad",
        schema=WithdrawSchema,
        action=withdrawal.withdraw,
        said="Pencabutan dicatat.",
        ask=Ask(
            "Ya, catat pencabutan",
            "Pemohon mencabut pengaduan…",
            "Minta pernyataan tertulis dari pemohon dan unggah pindaiannya sebagai “Pernyataan pencabutan”.",
            kind="danger",
        ),
    ),
    Line("request_withdrawal", "Meminta pencabutan", "cross", "bad"),
    Line("expire", "Menutup karena lewat waktu", "clock", "bad"),
)
