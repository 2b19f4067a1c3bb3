"""Step 16d: copies are made."""

from __future__ import annotations

from services.registry.actions import copying
from services.registry.schemas.copying import CopiesSchema
from services.shared.verbs import Ask, Verb

COPYING = (
    Verb(
        "copy",
        "Membuat salinan",
        "print",
        "active",
        schema=CopiesSchema,
        action=copying.make_copies,
        said="Salinan sudah dibuat.",
        ask=Ask(
            "Buat salinan",
            note="Setiap salinan diberi tanda SALINAN, tujuan, dan penerimanya. Baris yang kosong diabaikan.",
            busy="Membuat salinan…",
        ),
    ),
)
