"""Step 7 as a conversation of section head and Camat."""

from __future__ import annotations

from services.review.actions import consultation
from services.review.schemas import consultation as schemas
from services.shared.verbs import Ask, Verb

CONSULTATION = (
    Verb(
        "consult",
        "Bertanya atau menjawab dalam konsultasi",
        "people",
        schema=schemas.ConsultSchema,
        action=consultation.consult,
        said="Tersimpan dan diberitahukan.",
        ask=Ask("Kirim", "Tulis pertanyaan atau jawaban…", kind="primary", at="consultation"),
    ),
    Verb(
        "send_back",
        "Mengembalikan kepada Kasi dengan petunjuk",
        "return",
        "warn",
        schema=schemas.SendBackSchema,
        action=consultation.send_back,
        said="Pengaduan dikembalikan kepada Kasi.",
        ask=Ask(
            "Kembalikan kepada Kasi",
            "Kembalikan kepada Kasi…",
            "Kasi memeriksa lagi menurut petunjuk Anda, lalu melapor kembali.",
            kind="primary",
            at="consultation",
        ),
    ),
    Verb(
        "refuse",
        "Menolak setelah laporan Kasi",
        "cross",
        "bad",
        schema=schemas.RefuseSchema,
        action=consultation.refuse,
        said="Surat penolakan menunggu ditandatangani; pengaduan berakhir bila surat itu diserahkan.",
        ask=Ask(
            "Tolak pengaduan",
            "Tolak pengaduan…",
            "Surat penolakan dibuat dengan alasan di bawah dan menunggu tanda tangan. Pengaduan berakhir bila surat "
            "itu sudah diserahkan kepada pemohon.",
            kind="danger",
            at="consultation",
        ),
    ),
)
