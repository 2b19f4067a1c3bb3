"""The public check of a letter by its file."""

from __future__ import annotations

from marshmallow import Schema

from services.registry.actions import checking
from services.registry.rules.checks import LARGEST_UPLOAD
from services.shared.verbs import Ask, Given, Verb

CHECK = (
    Verb(
        "check_letter_file",
        "Memeriksa keaslian surat (siapa saja, tanpa masuk)",
        schema=Schema,
        action=checking.check_letter_file,
        alone=True,
        ask=Ask("Periksa surat", busy="Mengunggah…"),
        file=Given(
            "file",
            "Berkas surat (PDF)",
            "Paling besar 20 MB. Pilih berkas asli yang Anda terima, bukan foto atau pindaiannya.",
            accept="application/pdf",
            largest=LARGEST_UPLOAD,
        ),
        path="",
        limits=("10 per minute", "60 per hour"),
    ),
)
