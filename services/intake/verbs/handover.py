"""Steps 17 and 18: the letter goes to the applicant, who confirms it."""

from __future__ import annotations

from services.shared.verbs import Line

HANDOVER = (
    Line("hand_over", "Menyerahkan surat", "person", "ok"),
    Line("confirm_receipt", "Mencatat penerimaan oleh pemohon", tone="ok"),
)
