"""Step 12a, told by the Camat himself."""

from __future__ import annotations

from services.review.actions.conveyance import answer_in_person
from services.review.schemas.conveyance import AnswerInPersonSchema
from services.review.verbs.attachments import attachments
from services.shared.verbs import Ask, Verb

CONVEYANCE = (
    Verb(
        "answer_in_person",
        "Menyampaikan tanggapan lisan sendiri",
        tone="ok",
        schema=AnswerInPersonSchema,
        action=answer_in_person,
        said="Pengaduan ditutup. Berita acara penyampaian tersimpan.",
        ask=Ask(
            "Simpan dan tutup pengaduan",
            "12a. Saya sudah menyampaikannya sendiri…",
            "Pengaduan ditutup dengan catatan Anda. Berita acara dibuat; pemohon boleh menandatanganinya.",
            at="decision",
        ),
        file=attachments(
            "conveyed",
            "Lampiran",
            "Berita acara bertanda tangan, foto. Boleh beberapa sekaligus.",
            also=("signature_applicant_scan",),
        ),
    ),
)
