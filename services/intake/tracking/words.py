"""Where a case is, in the applicant's words (Indonesian, as they stand on the page). Pure.

The steps are those of procedure.md as seen from outside; which official or partner does what inside is not told.
"""

from __future__ import annotations

from services.handoffs.outcomes import Stage
from services.shared.phrases import phrase

STEPS = (
    ("received", phrase("Pengaduan diterima di loket")),  # 1-3
    ("checked", phrase("Berkas diperiksa")),  # 4-5
    ("verified", phrase("Diverifikasi kepala seksi")),  # 6-7
    ("camat", phrase("Dipelajari Camat")),  # 8
    ("team", phrase("Ditangani Tim Pengaduan")),  # 10-11
    ("decision", phrase("Keputusan Camat")),  # 12
    ("follow_up", phrase("Tindak lanjut atau surat disiapkan")),  # 13-16
    ("finished", phrase("Hasil disampaikan dan selesai")),  # 13, 17-18
)
CODES = [code for code, _ in STEPS]
WORDS = {  # headline, what comes next
    "received": (phrase("Pengaduan sedang dicatat di loket"), phrase("Petugas memeriksa isian dan berkas Anda.")),
    "checked": (phrase("Berkas sedang diperiksa petugas"), phrase("Bila lengkap, berkas diteruskan ke kepala seksi.")),
    "awaiting": (
        phrase("Menunggu kelengkapan dari Anda"),
        phrase("Datang ke loket dengan kekurangan di bawah ini dan tanda terima."),
    ),
    "withdrawal": (
        phrase("Permintaan pencabutan sedang diproses"),
        phrase("Kami mencatat bahwa Anda mencabut pengaduan ini."),
    ),
    "ready": (
        phrase("Surat sudah siap diambil"),
        phrase("Datang ke loket pada hari kerja dengan KTP dan tanda terima."),
    ),
    "delivered": (phrase("Surat sudah diserahkan"), phrase("Penyerahan sedang dicatat sebagai selesai.")),
    Stage.VERIFICATION: (
        phrase("Sedang diverifikasi kepala seksi"),
        phrase("Bila identitas jelas dan materi sesuai, pengaduan dilaporkan ke Camat."),
    ),
    Stage.CAMAT: (
        phrase("Sedang dipelajari Camat"),
        phrase("Camat memberi solusi, memanggil Anda, atau menugaskan tim."),
    ),
    Stage.MEETING: (
        phrase("Camat mengundang Anda"),
        phrase("Setelah pertemuan Camat menentukan langkah berikutnya."),
    ),
    Stage.TEAM: (phrase("Sedang ditangani Tim Pengaduan"), phrase("Tim melapor kepada Camat, lalu Camat memutuskan.")),
    Stage.DECISION: (
        phrase("Menunggu keputusan Camat"),
        phrase("Setelah diputuskan, hasilnya disampaikan kepada Anda."),
    ),
    Stage.LETTER: (
        phrase("Surat sedang disiapkan"),
        phrase("Surat ditandatangani dan diberi nomor, lalu dapat diambil di loket."),
    ),
    Stage.FOLLOW_UP: (phrase("Keputusan sedang dilaksanakan"), phrase("Tim menyampaikan hasilnya kepada Anda.")),
}
