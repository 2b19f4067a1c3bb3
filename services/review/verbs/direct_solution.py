"""Step 8a: the Camat solves it directly."""

from __future__ import annotations

from services.review.actions.direct_solution import resolve_directly
from services.review.schemas.direct_solution import ResolveDirectlySchema
from services.shared.verbs import Ask, Verb

DIRECT_SOLUTION = (
    Verb(
        "resolve_directly",
        "Menyelesaikan langsung",
        tone="ok",
        schema=ResolveDirectlySchema,
        action=resolve_directly,
        said="Pengaduan selesai. Yang dibaca pemohon sudah dikirim ke loket dan halaman pelacakan.",
        ask=Ask(
            "Simpan dan tutup pengaduan",
            "8a. Selesaikan langsung…",
            "Penyelesaian yang sudah Anda sampaikan kepada pemohon. Pengaduan ditutup.",
            at="direction",
        ),
    ),
)
