"""Files of a complaint: added, taken back (steps 3, 4 and 17), and what happens to them."""

from __future__ import annotations

from services.shared.verbs import Line

FILES = (
    Line("add_file", "Menambah dan mengambil kembali berkas", "upload", "mute"),
    Line("remove_file", "Mengambil kembali berkas", "cross", "mute"),
    Line("see_id_card", "Membuka KTP pemohon", "eye", "mute"),
    Line("see_file", "Membuka berkas", "eye", "mute"),
    Line("download_file", "Mengunduh berkas", "download", "mute"),
    Line("quarantine_file", "Mengarantina berkas", "alert", "bad"),
    Line("recheck_file", "Memeriksa keutuhan berkas", "alert", "bad"),
    Line("archive_files", "Menyerahkan berkas ke arsip", "archive", "ok"),
)
