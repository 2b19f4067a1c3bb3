"""What stands in the trail and is nobody's verb: looks, messages, timers, and moves of the machine."""

from __future__ import annotations

from services.shared.verbs import Line

LINES = (
    Line("see_letter", "Melihat surat dan buku register"),
    Line("read_letter", "Mengetahui penerima dan membaca surat"),
    Line("see_agenda", "Melihat agenda surat keluar"),
    Line("see_archive", "Melihat arsip"),
    Line("see_whole_package", "Mengunduh dan mengekspor paket arsip secara utuh"),
    Line("see_retention", "Melihat retensi arsip"),
    # letters and their numbers, as the other services tell
    Line("receive", "Menerima surat", "inbox"),
    Line("reserve_number", "Memesan nomor"),
    Line("void_number", "Membatalkan nomor"),
    Line("clear_practice", "Membersihkan data latihan"),
    Line("from_paper", "Menerima baris buku kertas pada hari pertama", "inbox"),
    Line("seal_refused", "Segel ditolak", "alert", "bad"),
    Line("void", "Membatalkan surat", "cross", "bad"),
    # ended cases on their way into the archive
    Line("case_ended", "Mencatat pengaduan yang berakhir", "inbox"),
    Line("opening_cancelled", "Mencatat nomor tanpa pengaduan", "cross", "mute"),
    Line("archive", "Mengarsipkan pengaduan", "archive", "ok"),
    Line("reopen", "Membuat ulang paket arsip", "return", "warn"),
    Line("fixity", "Memeriksa keutuhan arsip"),
    Line("seal_package", "Membubuhkan segel paket arsip lama"),
    Line("renew_stamps", "Memperbarui stempel waktu arsip"),
    Line("seal_evidence", "Membubuhkan segel pada paket bukti (12d)", "stamp"),
    Line("anchor_trail", "Menambatkan jejak audit"),
    # destruction
    Line("propose", "Mengusulkan pemusnahan"),
    Line("join", "Menggabungkan daftar usul musnah"),
    Line("begin_destruction", "Memulai pemusnahan"),
    Line("spared", "Tidak dimusnahkan"),
    Line("erase", "Memusnahkan data", "archive", "mute"),
    Line("finish", "Menyelesaikan pemusnahan"),
)
