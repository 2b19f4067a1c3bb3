"""Where a case is, in the applicant's words (Indonesian, as they stand on the page). Pure.

The steps are those of procedure.md as seen from outside; which official or partner does what inside is not told.
"""

from __future__ import annotations

from services.handoffs.outcomes import Stage

STEPS = (
    ("received", "Pengaduan diterima di loket"),  # 1-3
    ("checked", "Berkas diperiksa"),  # 4-5
    ("verified", "Diverifikasi kepala seksi"),  # 6-7
    ("camat", "Dipelajari Camat"),  # 8
    ("team", "Ditangani Tim Pengaduan"),  # 10-11
    ("decision", "Keputusan Camat"),  # 12
    ("follow_up", "Tindak lanjut atau surat disiapkan"),  # 13-16
    ("finished", "Hasil disampaikan dan selesai"),  # 13, 17-18
)
CODES = [code for code, _ in STEPS]
WORDS = {  # headline, what comes next
    "received": ("Pengaduan sedang dicatat di loket", "Petugas memeriksa isian dan berkas Anda."),
    "checked": ("Berkas sedang diperiksa petugas", "Bila lengkap, berkas diteruskan ke kepala seksi."),
    "awaiting": ("Menunggu kelengkapan dari Anda", "Datang ke loket dengan kekurangan di bawah ini dan tanda terima."),
    "withdrawal": ("Permintaan pencabutan sedang diproses", "Kami mencatat bahwa Anda mencabut pengaduan ini."),
    "ready": ("Surat sudah siap diambil", "Datang ke loket pada hari kerja dengan KTP dan tanda terima."),
    "delivered": ("Surat sudah diserahkan", "Penyerahan sedang dicatat sebagai selesai."),
    Stage.VERIFICATION: (
        "Sedang diverifikasi kepala seksi",
        "Bila identitas jelas dan materi sesuai, pengaduan dilaporkan ke Camat.",
    ),
    Stage.CAMAT: ("Sedang dipelajari Camat", "Camat memberi solusi, memanggil Anda, atau menugaskan tim."),
    Stage.MEETING: (
        "Camat mengundang Anda",
        "Setelah pertemuan Camat menentukan langkah berikutnya.",
    ),
    Stage.TEAM: ("Sedang ditangani Tim Pengaduan", "Tim melapor kepada Camat, lalu Camat memutuskan."),
    Stage.DECISION: ("Menunggu keputusan Camat", "Setelah diputuskan, hasilnya disampaikan kepada Anda."),
    Stage.LETTER: ("Surat sedang disiapkan", "Surat ditandatangani dan diberi nomor, lalu dapat diambil di loket."),
    Stage.FOLLOW_UP: ("Keputusan sedang dilaksanakan", "Tim menyampaikan hasilnya kepada Anda."),
}
