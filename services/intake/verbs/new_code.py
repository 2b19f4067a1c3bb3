"""A lost tracking code."""

from __future__ import annotations

from services.intake.actions import new_code
from services.intake.schemas.new_code import NewCodeSchema
from services.shared.verbs import Ask, Verb

NEW_CODE = Verb(
    "new_code",
    "Mengganti kode pelacakan",
    "return",
    "warn",
    schema=NewCodeSchema,
    action=new_code.new_code,
    said="Kode pelacakan diganti. Kode lama tidak berlaku lagi.",
    ask=Ask(
        "Ya, buat kode baru",
        "Pemohon kehilangan kode pelacakan…",
        "Cocokkan dahulu identitas pemohon. Kode lama langsung tidak berlaku.",
        kind="primary",
    ),
)
