"""Lists, search and the application book."""

from __future__ import annotations

from services.intake.actions import search
from services.intake.schemas.lists import SearchSchema
from services.shared.verbs import Ask, Line, Verb

SEARCH = Verb(
    "search",
    "Mencari pengaduan dengan nomor, nama, kata atau kode pelacakan",
    schema=SearchSchema,
    action=search.search,
    ask=Ask("Cari"),
)
LISTS = (
    SEARCH,
    Line("search_nik", "Mencari dengan NIK"),
    Line("export", "Mengunduh daftar pengaduan"),
    Line("see_book", "Melihat buku permohonan"),
)
