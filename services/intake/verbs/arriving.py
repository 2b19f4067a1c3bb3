"""What other services and the machine tell a complaint (steps 6 to 16, the end, the archive)."""

from __future__ import annotations

from services.handoffs.outcomes import Outcome
from services.intake.states import CLOSED_BY, STATE_LABELS
from services.shared.verbs import Line

ARRIVING = (
    Line("note_conflict", "Mencatat benturan kepentingan menurut isi formulir"),
    Line("take_back", "Menerima kembali dari Kasi", "return", "warn"),
    Line("progress", "Kemajuan dari penanganan", "arrow", "active"),
    Line("hide_identity", "Merahasiakan identitas pemohon atas penilaian Kasi"),
    Line("invited", "Menerima undangan tatap muka atau mediasi", "calendar", "active"),
    Line("meeting_moved", "Menerima jadwal baru pertemuan", "calendar", "warn"),
    Line("meeting_off", "Pertemuan tidak jadi", "cross", "warn"),
    Line("invitation_papers", "Menerima surat undangan", "document", "active"),
    Line("notice_letter", "Menerima surat kekurangan berkas", "document", "active"),
    Line("promise_broken", "Janji perdamaian tidak ditepati", "alert", "warn"),
    Line("evidence_handed", "Salinan bukti diserahkan kepada penegak hukum", "person"),
    Line("meeting_held", "Pertemuan dilaksanakan", "people"),
    Line("letter_ready", "Menerima surat yang siap diserahkan", "document", "active"),
    Line("recall_letter", "Menarik surat yang dibatalkan", "return", "warn"),
    Line("end", "Mengakhiri pengaduan", tone="ok"),
    Line("amend", "Melengkapi keterangan akhir", "edit"),
    *(Line(f"end_{outcome}", f"Menutup: {STATE_LABELS[CLOSED_BY[outcome]].lower()}") for outcome in Outcome),
    Line("archived", "Diarsipkan", "archive", "mute"),
)
