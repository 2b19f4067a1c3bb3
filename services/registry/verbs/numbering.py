"""Step 16b: the letter gets its number."""

from __future__ import annotations

from services.registry.actions import numbering
from services.shared.verbs import Ask, Verb

NUMBERING = (
    Verb(
        "assign_number",
        "Memberi nomor",
        "document",
        "active",
        action=numbering.assign_number,
        said=lambda letter: f"Surat diberi nomor {letter.number}.",
        ask=Ask(
            "Beri nomor",
            note="Nomor berikutnya untuk klasifikasi ini diambil berurutan; tanggal surat adalah hari ini.",
        ),
    ),
)
# The same of a letter whose number was booked before the signature.
CONFIRM_NUMBER = Ask(
    "Sahkan nomor",
    "Sahkan nomor %(n)s",
    "Nomor ini dipesan dan dicetak sebelum surat ditandatangani. Dengan mengesahkannya, nomor tercatat atas surat ini.",
)
