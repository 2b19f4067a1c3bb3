"""A complaint that was opened by mistake."""

from __future__ import annotations

from services.intake.actions import mistake
from services.intake.schemas.mistake import MistakeSchema
from services.shared.verbs import Ask, Verb

CANCEL_OPENING = Verb(
    "cancel_opening",
    "Membatalkan pengaduan yang salah dibuka",
    "cross",
    "mute",
    schema=MistakeSchema,
    action=mistake.cancel_opening,
    said=lambda complaint: f"Dicatat: {complaint.case_no} salah buka. Nomornya tetap di buku dan tidak dipakai lagi.",
    ask=Ask(
        "Ya, salah buka",
        "Salah buka…",
        "Isian dan berkasnya dihapus. Nomor dan alasannya tetap di buku permohonan.",
        kind="danger",
    ),
)
