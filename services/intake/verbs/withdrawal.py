"""The applicant takes the complaint back, or lets it lapse."""

from __future__ import annotations

from services.shared.verbs import Line

WITHDRAWAL = (
    Line("withdraw", "Mencatat pencabutan", "cross", "bad"),
    Line("request_withdrawal", "Meminta pencabutan", "cross", "bad"),
    Line("expire", "Menutup karena lewat waktu", "clock", "bad"),
)
