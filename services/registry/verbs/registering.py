"""Step 16a: the letter is written in the register book; a correction there strikes a row by a new one."""

from __future__ import annotations

from services.registry.actions import registering
from services.registry.schemas.registering import CorrectEntrySchema
from services.registry.tables import RegisterEntry
from services.shared.verbs import Ask, Verb


def _corrected(entry: RegisterEntry) -> str:
    shown = f"nomor {entry.serial} tahun {entry.year}"
    return f"Pembetulan dicatat sebagai {shown}. Baris lama tetap ada, dicoret."


REGISTERING = (
    Verb(
        "record_register",
        "Mencatat di buku register",
        "edit",
        "active",
        action=registering.record_register,
        said="Surat tercatat di buku register pelayanan.",
        ask=Ask(
            "Catat di buku register",
            "Catat di buku register pelayanan",
            "Surat mendapat baris dan nomor urut di buku register. Yang tertulis tidak dapat dihapus, hanya "
            "dibetulkan.",
        ),
    ),
)
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
