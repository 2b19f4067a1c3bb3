"""Step 16b: the letter gets its number."""

from __future__ import annotations

from services.registry.actions import numbering
from services.registry.schemas.agenda import ChooseClassificationSchema, TypeNumberSchema
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
            note="Nomor berikutnya diambil dan tercatat di agenda surat keluar; tanggal surat adalah hari ini.",
        ),
    ),
    Verb(
        "type_number",
        "Mengetik nomor dari SRIKANDI atau sekretariat",
        right="assign_number",  # where the office's numbers are given elsewhere
        schema=TypeNumberSchema,
        action=numbering.type_number,
        said=lambda letter: f"Surat diberi nomor {letter.number}.",
        ask=Ask(
            "Simpan nomor",
            "Ketik nomor surat",
            "Minta nomor di SRIKANDI atau pada sekretariat, lalu ketik nomor dan tanggalnya persis seperti diberikan.",
        ),
    ),
    Verb(
        "choose_classification",
        "Memilih kode klasifikasi",
        schema=ChooseClassificationSchema,
        action=numbering.choose_classification,
        said="Kode klasifikasi surat diganti.",
        ask=Ask("Ganti kode", "Ganti kode klasifikasi…", "Hanya sebelum surat bernomor.", kind="secondary"),
    ),
)
# The same of a letter whose number was booked before the signature.
CONFIRM_NUMBER = Ask(
    "Sahkan nomor",
    "Sahkan nomor %(n)s",
    "Nomor ini dipesan dan dicetak sebelum surat ditandatangani. Dengan mengesahkannya, nomor tercatat atas surat ini.",
)
