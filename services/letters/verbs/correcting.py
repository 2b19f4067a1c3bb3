"""Step 15, not right: the letter goes back to the team with corrections."""

from __future__ import annotations

from services.letters.actions import correcting
from services.letters.schemas.given import CorrectionSchema
from services.shared.verbs import Ask, Verb

ASK_CORRECTION = Ask("Kirim permintaan perbaikan", "Belum sesuai: kembalikan dengan koreksi…")
CORRECTED = "Permintaan perbaikan dikirim kepada tim."
CORRECTING = (
    Verb(
        "request_correction",
        "Meminta koreksi",
        "return",
        "warn",
        schema=CorrectionSchema,
        action=correcting.request_correction,
        said=CORRECTED,
        ask=ASK_CORRECTION,
    ),
)
