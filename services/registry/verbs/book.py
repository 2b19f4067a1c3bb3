"""The register book (16a): a correction, which strikes a row by a new one."""

from __future__ import annotations

from services.registry.actions import registering
from services.registry.schemas.book import CorrectEntrySchema
from services.registry.tables import RegisterEntry
from services.shared.verbs import Ask, Verb


def _corrected(entry: RegisterEntry) -> str:
    shown = f"nomor {entry.serial} tahun {entry.year}"
    return f"Pembetulan dicatat sebagai {shown}. Baris lama tetap ada, dicoret."


BOOK = (
    Verb(
        "correct_entry",
        "Membetulkan baris buku register",
        "edit",
        "warn",
        schema=CorrectEntrySchema,
        action=registering.correct_entry,
        said=_corrected,
        ask=Ask(
            "Catat pembetulan",
            "Betulkan baris ini…",
            "Baris ini tetap ada dan dicoret; baris baru dengan isian di bawah menggantikannya. Ubah yang keliru saja.",
        ),
    ),
)
