"""Step 3: the complaint form, as a draft and as handed in."""

from __future__ import annotations

from services.intake.actions import draft, form
from services.intake.schemas.form import DraftSchema, SubmitFormSchema, UseDataSchema
from services.shared.verbs import Ask, Line, Verb

FORM = (
    Verb(
        "save_draft",
        "Menyimpan konsep formulir",
        schema=DraftSchema,
        action=draft.save_draft,
        ask=Ask("Simpan konsep", kind="outline-primary"),
        api=("put", "/form"),
        brings_files=True,
    ),
    Verb(
        "submit_form",
        "Menyerahkan atau memperbaiki formulir",
        "edit",
        schema=SubmitFormSchema,
        action=form.submit_form,
        ask=Ask("Simpan dan periksa kelengkapan"),
    ),
    Line("sign_form", "Menandatangani formulir di layar (pemohon)", "edit"),
    Verb(
        "use_data",
        "Memakai data pengaduan terdahulu",
        schema=UseDataSchema,
        action=draft.use_data,
        ask=Ask("Pakai data ini", kind="outline-primary"),
    ),
    Verb(
        "start_anew",
        "Membuang konsep yang tidak dapat dibuka",
        action=draft.start_anew,
        ask=Ask(
            "Ya, buang konsep ini",
            "Buang konsep dan isi ulang",
            "Isian konsep ini tidak dapat dikembalikan sesudah dibuang.",
            kind="danger",
        ),
    ),
)
