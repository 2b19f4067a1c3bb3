"""Who sees a complaint, and whom it tells of."""

from __future__ import annotations

from services.intake.actions import seeing
from services.intake.schemas.reasons import ReasonSchema
from services.shared.verbs import Ask, Line, Verb

SEEING = (
    Line("see", "Melihat pengaduan dan daftarnya"),
    Line("know_applicant", "Mengetahui nama, alamat dan telepon pemohon"),
    Line("see_identity", "Melihat identitas yang dirahasiakan"),
    Verb(
        "see_nik",
        "Melihat NIK lengkap, KTP dan surat kuasa",
        schema=ReasonSchema,
        action=seeing.see_nik,
        ask=Ask("Tampilkan sekali", "Lihat NIK lengkap…", "Alasan dan nama Anda dicatat."),
        path="/unmask",
        api=("post", "/unmask"),
    ),
)
