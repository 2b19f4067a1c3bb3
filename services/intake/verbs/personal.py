"""What a person may ask about the own data (UU 27/2022)."""

from __future__ import annotations

from services.shared.verbs import Line

PERSONAL = (
    Line("search_person", "Mencari data seseorang atas permintaannya"),
    Line("access_log", "Melihat siapa melihat data seseorang"),
    Line("copy_of_data", "Menyerahkan salinan data pribadi"),
    Line("correct_applicant", "Memperbaiki data pemohon atas permintaannya"),
)
