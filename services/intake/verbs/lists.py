"""Lists, search and the application book."""

from __future__ import annotations

from services.shared.verbs import Line

LISTS = (
    Line("see_book", "Melihat buku permohonan"),
    Line("search_nik", "Mencari dengan NIK"),
    Line("export", "Mengunduh daftar pengaduan"),
)
