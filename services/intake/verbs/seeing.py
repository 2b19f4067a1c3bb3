"""Who sees a complaint, and whom it tells of."""

from __future__ import annotations

from services.shared.verbs import Line

SEEING = (
    Line("see", "Melihat pengaduan dan daftarnya"),
    Line("know_applicant", "Mengetahui nama, alamat dan telepon pemohon"),
    Line("see_identity", "Melihat identitas yang dirahasiakan"),
    Line("see_nik", "Melihat NIK lengkap, KTP dan surat kuasa"),
)
