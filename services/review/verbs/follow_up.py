"""Step 13: the team carries out the decision and tells the applicant; later the partner's answer is noted."""

from __future__ import annotations

from services.review.actions import after_end, follow_up
from services.review.schemas.follow_up import ConveyAndCloseSchema, PartnerAnswerSchema, ReportNumberSchema
from services.review.verbs.attachments import attachments
from services.shared.verbs import Ask, Verb

FOLLOW_UP = (
    Verb(
        "convey_and_close",
        "Menyampaikan hasil dan menutup",
        tone="ok",
        schema=ConveyAndCloseSchema,
        action=follow_up.convey_and_close,
        said="Pengaduan ditutup. Berita acara penyampaian tersimpan.",
        ask=Ask("Simpan dan tutup pengaduan"),
        file=attachments(
            "follow_up",
            "Lampiran",
            "Tanda terima, foto penyampaian, bukti lapor, berita acara bertanda tangan. Boleh beberapa sekaligus.",
            also=("signature_applicant_scan",),
        ),
    ),
    Verb(
        "note_report_number",
        "Mencatat nomor laporan polisi yang menyusul",
        schema=ReportNumberSchema,
        action=after_end.note_report_number,
        said="Nomor laporan dicatat dan disampaikan kepada pemohon.",
        ask=Ask("Simpan nomor laporan"),
    ),
    Verb(
        "note_partner_answer",
        "Mencatat tanggapan instansi setelah pengaduan ditutup",
        schema=PartnerAnswerSchema,
        action=after_end.note_partner_answer,
        said="Tanggapan instansi dicatat.",
        ask=Ask("Simpan jawaban", "Catat jawaban instansi…"),
        file=attachments("answer", "Surat jawaban"),
    ),
)
