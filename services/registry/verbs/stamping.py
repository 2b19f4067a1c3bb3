"""Step 16c: the letter is sealed, or its stamped paper scanned."""

from __future__ import annotations

from services.registry.actions import stamping
from services.registry.rules.checks import LARGEST_UPLOAD
from services.shared.verbs import Ask, Given, Verb
from services.shared.web.names import PRINTED

STAMPING = (
    Verb(
        "stamp",
        "Membubuhkan segel",
        "stamp",
        "ok",
        action=stamping.stamp,
        alone=True,
        said="Nomor, tanggal, dan segel sudah dibubuhkan.",
        ask=Ask(
            "Bubuhkan segel elektronik",
            "Bubuhkan nomor, tanggal, dan segel",
            "Tanda tangan Camat diperiksa dahulu. Lalu nomor, tanggal, dan segel dibubuhkan sekaligus; setelah itu "
            "surat tidak dapat diubah lagi.",
            busy="Memeriksa dan membubuhkan segel…",
        ),
    ),
    Verb(
        "stamp_on_paper",
        "Menyimpan hasil pindai surat berstempel",
        right="stamp",  # where the letter was signed on paper
        action=stamping.stamp_on_paper,
        alone=True,
        said="Hasil pindai surat bernomor dan berstempel disimpan.",
        ask=Ask(
            "Simpan hasil pindai",
            "Tulis nomor dan tanggal, bubuhkan stempel",
            "Pada surat kertas: tulis nomor %(n)s dan tanggal %(d)s, bubuhkan stempel kantor, pindai, lalu unggah "
            "hasilnya.",
            busy="Memeriksa dan membubuhkan segel…",
        ),
        file=Given(
            "scan",
            "Hasil pindai surat bernomor dan berstempel",
            "PDF atau foto, paling besar 20 MB.",
            accept=PRINTED,
            largest=LARGEST_UPLOAD,
        ),
    ),
)
# The same of a letter whose number was booked before the signature, where BSrE then locked the file.
CHECK_SIGNATURE = Ask(
    "Periksa dan lanjutkan",
    "Periksa tanda tangan BSrE",
    "Segel kantor tidak berlaku untuk surat ini: nomor sudah tercetak, dan tanda tangan BSrE menguncinya. Yang "
    "dilakukan di sini hanya memeriksa tanda tangan itu.",
    busy="Memeriksa dan membubuhkan segel…",
)
