"""The reference to LAPOR!/SP4N."""

from __future__ import annotations

from services.intake.actions import lapor
from services.intake.schemas.lapor import LaporSchema
from services.shared.verbs import Ask, Verb

NOTE_LAPOR = Verb(
    "note_lapor",
    "Mencatat nomor LAPOR!",
    "arrow",
    schema=LaporSchema,
    action=lapor.note_lapor,
    said="Nomor LAPOR! tersimpan.",
    ask=Ask("Simpan nomor", "Nomor LAPOR!/SP4N…"),
)
