"""Why a file cannot be opened, in true words for who brings it and who looks at it later; it is kept all the same."""

from __future__ import annotations

_KEPT = "Berkas ini tetap disimpan utuh seperti diterima."
WRONG = {
    "locked": "PDF ini terkunci dengan sandi, jadi isinya tidak dapat dilihat. Mintalah salinan tanpa sandi.",
    "cut": "Berkas ini terpotong: bagian akhirnya tidak ada, biasanya karena penyalinan terputus. "
    "Mintalah kiriman ulang dari perangkat asalnya.",
    "damaged": "Berkas ini rusak, jadi tidak dapat dibuka. Mintalah kiriman ulang dari perangkat asalnya.",
    "acting": "PDF ini memuat perintah yang berjalan otomatis saat dibuka (skrip, program, atau berkas di dalamnya). "
    "Lihat gambarnya di sini; jangan membuka unduhannya di luar sistem. Mintalah cetakan PDF-nya.",
    "unrendered": "Formulir PDF ini (XFA) hanya dapat ditampilkan oleh Adobe Reader, jadi isiannya tidak terlihat di "
    "sini. Mintalah cetakannya ke PDF biasa, atau fotonya.",
    "oversized": "Gambar atau halaman berkas ini terlalu besar untuk ditampilkan di sini. Mintalah salinan yang lebih "
    "kecil, misalnya tangkapan layarnya.",
    "unindexed": "Rekaman ini tidak lengkap (daftar isinya tidak ada), biasanya karena perekaman atau penyalinan "
    "terputus, jadi tidak dapat diputar. Mintalah kiriman ulang dari perangkat asalnya.",
}
SHORT = {  # the same under a small picture
    **dict.fromkeys(WRONG, "Tidak dapat dibuka"),
    "locked": "Terkunci sandi",
    "cut": "Terpotong",
    "acting": "Berisi program",
    "oversized": "Terlalu besar",
    "unindexed": "Tidak dapat diputar",
}
TROUBLES = {trouble: f"{said} {_KEPT}" for trouble, said in WRONG.items()}
COPIES = {
    "waiting": "Browser tidak dapat memutar jenis ini; salinan yang dapat diputar sedang dibuat. Muat ulang "
    "halaman ini beberapa menit lagi.",
    "done": "Yang diputar di sini ialah salinan yang dibuat sistem; berkas aslinya tidak diubah dan dapat diunduh.",
    "none": "Browser tidak dapat memutar jenis ini. Unduh berkasnya, lalu buka dengan pemutar seperti VLC.",
}
