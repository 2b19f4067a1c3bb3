"""What a person may ask about the own data (UU 27/2022)."""

from __future__ import annotations

from services.intake.actions import personal
from services.intake.actions.applicant import correct_applicant
from services.intake.schemas.personal import AskedSchema, CorrectSchema, NumbersSchema
from services.shared.verbs import Ask, Verb

SEARCH_PERSON = Verb(
    "search_person",
    "Mencari data seseorang atas permintaannya",
    schema=AskedSchema,
    action=personal.search_person,
    ask=Ask("Cari", busy="Mencari…"),
    path="",
)
ACCESS_LOG = Verb(
    "access_log",
    "Melihat siapa melihat data seseorang",
    schema=NumbersSchema,
    action=personal.access_log,
    ask=Ask("Cetak untuk pemilik data (PDF)"),
    path="/access-log.pdf",
)
COPY_OF_DATA = Verb(
    "copy_of_data",
    "Menyerahkan salinan data pribadi",
    schema=NumbersSchema,
    action=personal.copy_of_data,
    ask=Ask("Unduh salinan data (ZIP)"),
    path="/copy.zip",
)
CORRECT_APPLICANT = Verb(
    "correct_applicant",
    "Memperbaiki data pemohon atas permintaannya",
    schema=CorrectSchema,
    action=correct_applicant,
    said="Data pemohon diperbaiki. Bagian penanganan menerima data yang baru.",
    ask=Ask("Simpan perbaikan"),
    path="/applicant",
)
PERSONAL = (SEARCH_PERSON, ACCESS_LOG, COPY_OF_DATA, CORRECT_APPLICANT)
