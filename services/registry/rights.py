"""Who may what in the registry: the moves of ``states.py``, and what moves nothing."""

from __future__ import annotations

from services.registry.states import (
    CASE_MOVES,
    CASE_STATE_LABELS,
    DESTRUCTION_LABELS,
    DESTRUCTION_MOVES,
    MOVES,
    STATE_LABELS,
)
from services.shared.rights.people import Role
from services.shared.rights.rights import MovesOf, Right, Rights

_REGISTRAR = frozenset({Role.REGISTRAR})
_LEADERS = frozenset({Role.CLERK, Role.SECTION_HEAD, Role.CAMAT})
_OVERSEERS = frozenset({Role.AUDITOR, Role.ADMIN})

LABELS = {
    "see_letter": "Melihat surat dan buku register",
    "read_letter": "Mengetahui penerima dan membaca surat",
    "see_archive": "Melihat arsip",
    "download_package": "Mengunduh paket arsip",
    "correct_entry": "Membetulkan baris buku register",
    "record_register": "Mencatat di buku register",
    "assign_number": "Memberi nomor",
    "stamp": "Membubuhkan segel",
    "copy": "Membuat salinan",
    "archive_copy": "Mengarsipkan salinan",
    "void": "Membatalkan surat",
    "archive": "Mengarsipkan pengaduan",
    "reopen": "Membuat ulang paket arsip",
    "retry": "Mencoba lagi pengarsipan",
    "hold": "Menahan pemusnahan",
    "release_hold": "Melepas penahanan",
    "appraise": "Menilai nasib akhir",
    "destroy": "Memusnahkan",
    "take_off": "Mencoret dari daftar pemusnahan",
    "submit": "Mengajukan daftar pemusnahan",
    "approve": "Menyetujui daftar pemusnahan",
    "send_back": "Mengembalikan daftar pemusnahan",
    "finish": "Menyelesaikan pemusnahan",
}

TRAIL = {  # words of what stands in the trail and is no right
    "renew_stamps": "Memperbarui stempel waktu arsip",
    "acknowledge": "Mengetahui gangguan arsip",
    "anchor_trail": "Menambatkan jejak audit",
    "begin_destruction": "Memulai pemusnahan",
    "case_ended": "Mencatat pengaduan yang berakhir",
    "export_case": "Mengekspor berkas lengkap",
    "fixity": "Memeriksa keutuhan arsip",
    "join": "Menggabungkan daftar usul musnah",
    "propose": "Mengusulkan pemusnahan",
    "receive": "Menerima surat",
    "reserve_number": "Memesan nomor",
    "seal_refused": "Segel ditolak",
    "spared": "Tidak dimusnahkan",
    "void_number": "Membatalkan nomor",
}

RIGHTS = Rights(
    rows=(
        Right("see_letter", _REGISTRAR | _LEADERS | _OVERSEERS),
        Right("read_letter", _LEADERS),
        Right("read_letter", _REGISTRAR | _OVERSEERS, confidential=False),
        Right("see_archive", _REGISTRAR | _OVERSEERS),
        Right("download_package", _REGISTRAR | {Role.AUDITOR}),
        Right("correct_entry", _REGISTRAR),
    ),
    moves=(
        MovesOf("Surat", MOVES, STATE_LABELS),
        MovesOf("Pengaduan dalam arsip", CASE_MOVES, CASE_STATE_LABELS),
        MovesOf("Daftar pemusnahan", DESTRUCTION_MOVES, DESTRUCTION_LABELS),
    ),
    labels=LABELS,
    trail=TRAIL,
)
