"""Steps 17 and 18: the letter goes to the applicant, who confirms it."""

from __future__ import annotations

from services.intake.actions import handover
from services.intake.schemas.handover import CollectSchema, HandOverSchema
from services.intake.tables import Complaint
from services.shared.verbs import Ask, Line, Verb


def _said(complaint: Complaint) -> str:
    if complaint.outcome:
        return "Penyerahan dan penerimaan surat dicatat. Pengaduan selesai."
    return "Penyerahan surat dicatat. Cetak berita acaranya bila diperlukan."


HANDOVER = (
    Verb(
        "hand_over",
        "Menyerahkan surat",
        "person",
        "ok",
        schema=HandOverSchema,
        action=handover.hand_over,
        alone=True,
        said=_said,
        ask=Ask("Catat penyerahan saja"),
    ),
    Verb(
        "confirm_receipt",
        "Mencatat penerimaan oleh pemohon",
        tone="ok",
        action=handover.confirm_receipt,
        said="Penerimaan surat dicatat. Pengaduan selesai.",
        ask=Ask("Surat sudah diterima"),
    ),
    Verb(
        "collect_late",
        "Menyerahkan surat yang semula tidak diambil",
        "person",
        "ok",
        schema=CollectSchema,
        action=handover.collect_late,
        alone=True,
        said="Penyerahan surat dicatat dan dikirim ke arsip. Hasil pengaduan tetap seperti semula.",
        ask=Ask("Catat penyerahan"),
    ),
    Line("last_call", "Memanggil pemohon terakhir kali untuk mengambil surat", "clock", "warn"),
    Line("give_up", "Menyatakan surat tidak diambil", "cross", "mute"),
)
