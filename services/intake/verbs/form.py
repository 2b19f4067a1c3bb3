"""Step 3: the complaint form, as a draft and as handed in."""

from __future__ import annotations

from services.shared.verbs import Line

FORM = (
    Line("save_draft", "Menyimpan konsep formulir"),
    Line("submit_form", "Menyerahkan atau memperbaiki formulir", "edit"),
    Line("use_data", "Memakai data pengaduan terdahulu"),
    Line("start_anew", "Membuang konsep yang tidak dapat dibuka"),
)
