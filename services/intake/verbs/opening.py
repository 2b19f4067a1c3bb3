"""Steps 1 and 2: the visit, and the complaint that is opened."""

from __future__ import annotations

from services.shared.verbs import Line

OPENING = (
    Line("open", "Mencatat permohonan di loket", "inbox"),
    Line("record_visit", "Mencatat kunjungan"),
)
