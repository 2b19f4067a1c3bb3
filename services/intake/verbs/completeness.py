"""Steps 4 and 5: the completeness checklist; back to the applicant, or on to the section head."""

from __future__ import annotations

from services.shared.verbs import Line

COMPLETENESS = (
    Line("forward", "Meneruskan kepada Kasi", "send", "active"),
    Line("return_incomplete", "Mengembalikan karena belum lengkap", "return", "warn"),
    Line("complete_documents", "Menerima kelengkapan"),
    Line("judge_likeness", "Menilai kemiripan pengaduan", "people", "mute"),
)
