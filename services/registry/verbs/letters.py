"""Step 16: the five parts of a letter's registration, 16a to 16e."""

from __future__ import annotations

from services.registry.actions import archiving, copying, numbering, registering, stamping
from services.registry.rules.checks import LARGEST_UPLOAD
from services.registry.schemas.letters import CopiesSchema
from services.registry.tables import Letter
from services.shared.verbs import Ask, Given, Verb


def _ready(letter: Letter) -> str:
    if letter.to_applicant:
        return "Salinan arsip tersimpan. Loket sudah diberi tahu bahwa surat siap diserahkan."
    return "Salinan arsip tersimpan. Surat siap dikirim."


# What the next part of a letter is called on its page (``opens``, else its button), and what is said about it.
LETTER = (
    Verb(  # 16a
        "record_register",
        "Mencatat di buku register",
        "edit",
        "active",
        action=registering.record_register,
        said="Surat tercatat di buku register pelayanan.",
        ask=Ask(
            "Catat di buku register",
            "Catat di buku register pelayanan",
            "Surat mendapat baris dan nomor urut di buku register. Yang tertulis tidak dapat dihapus, hanya "
            "dibetulkan.",
        ),
    ),
    Verb(  # 16b
        "assign_number",
        "Memberi nomor",
        "document",
        "active",
        action=numbering.assign_number,
        said=lambda letter: f"Surat diberi nomor {letter.number}.",
        ask=Ask(
            "Beri nomor",
            note="Nomor berikutnya untuk klasifikasi ini diambil berurutan; tanggal surat adalah hari ini.",
        ),
    ),
    Verb(  # 16c
        "stamp",
        "Membubuhkan segel",
        "stamp",
        "ok",
        action=stamping.stamp,
        alone=True,
        said="Nomor, tanggal, dan segel sudah dibubuhkan.",
        ask=Ask(
            "Segel surat",
            "Bubuhkan nomor, tanggal, dan segel",
            "Tanda tangan Camat diperiksa dahulu. Lalu nomor, tanggal, dan segel dibubuhkan sekaligus; setelah itu "
            "surat tidak dapat diubah lagi.",
            busy="Memeriksa dan menyegel…",
        ),
    ),
    Verb(  # 16c, for a letter that was signed on paper
        "stamp_on_paper",
        "Menyimpan hasil pindai surat berstempel",
        right="stamp",
        action=stamping.stamp_on_paper,
        alone=True,
        said="Hasil pindai surat bernomor dan berstempel disimpan.",
        ask=Ask(
            "Simpan hasil pindai",
            "Tulis nomor dan tanggal, bubuhkan stempel",
            "Pada surat kertas: tulis nomor %(n)s dan tanggal %(d)s, bubuhkan stempel kantor, pindai, lalu unggah "
            "hasilnya.",
            busy="Memeriksa dan menyegel…",
        ),
        file=Given(
            "scan",
            "Hasil pindai surat bernomor dan berstempel",
            "PDF, JPEG, atau PNG, paling besar 20 MB.",
            accept="application/pdf,image/jpeg,image/png",
            largest=LARGEST_UPLOAD,
        ),
    ),
    Verb(  # 16d
        "copy",
        "Membuat salinan",
        "print",
        "active",
        schema=CopiesSchema,
        action=copying.make_copies,
        said="Salinan sudah dibuat.",
        ask=Ask(
            "Buat salinan",
            note="Setiap salinan diberi tanda SALINAN, tujuan, dan penerimanya. Baris yang kosong diabaikan.",
            busy="Membuat salinan…",
        ),
    ),
    Verb(  # 16e
        "archive_copy",
        "Mengarsipkan salinan",
        "archive",
        "ok",
        action=archiving.archive_copy,
        said=_ready,
        ask=Ask(
            "Simpan di arsip",
            "Simpan salinan arsip",
            "Surat bersegel disalin ke arsip dan sidik jarinya diperiksa. Setelah itu surat siap diserahkan.",
        ),
    ),
)
# The same parts, of a letter whose number was booked before the signature; and where BSrE then locked the file.
CONFIRM_NUMBER = Ask(
    "Sahkan nomor",
    "Sahkan nomor %(n)s",
    "Nomor ini dipesan dan dicetak sebelum surat ditandatangani. Dengan mengesahkannya, nomor tercatat atas surat ini.",
)
CHECK_SIGNATURE = Ask(
    "Periksa dan lanjutkan",
    "Periksa tanda tangan BSrE",
    "Segel kantor tidak berlaku untuk surat ini: nomor sudah tercetak, dan tanda tangan BSrE menguncinya. Yang "
    "dilakukan di sini hanya memeriksa tanda tangan itu.",
    busy="Memeriksa dan menyegel…",
)
