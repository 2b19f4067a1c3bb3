"""The office's wording of letters, kept in versions by the administrator."""

from __future__ import annotations

from services.letters.actions import templates
from services.letters.schemas.given import TemplateSchema
from services.shared.verbs import Ask, Verb

TEMPLATES = (
    Verb(
        "save_template",
        "Menyimpan templat surat",
        schema=TemplateSchema,
        action=templates.save_template,
        said=lambda row: f"Templat disimpan sebagai versi {row.no}. Surat yang diminta mulai sekarang memakainya.",
        ask=Ask("Simpan sebagai versi %(no)s", busy="Memeriksa…"),
        path="",
    ),
)
