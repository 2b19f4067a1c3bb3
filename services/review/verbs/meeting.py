"""Step 8b: the Camat talks to the applicant face to face."""

from __future__ import annotations

from services.review.actions import meeting
from services.review.schemas.meeting import CallFaceToFaceSchema, RecordMeetingSchema
from services.review.verbs.attachments import attachments
from services.shared.verbs import Ask, Verb

MEETING = (
    Verb(
        "call_face_to_face",
        "Mengundang tatap muka",
        "calendar",
        schema=CallFaceToFaceSchema,
        action=meeting.call_face_to_face,
        said="Tatap muka dijadwalkan. Undangan siap dicetak.",
        ask=Ask(
            "Jadwalkan dan buat undangan",
            "8b. Undang tatap muka…",
            "Untuk meminta penjelasan langsung dari pemohon. Setelahnya Anda memilih lagi.",
            at="direction",
        ),
    ),
    Verb(
        "record_meeting",
        "Mencatat berita acara tatap muka",
        "people",
        schema=RecordMeetingSchema,
        action=meeting.record_meeting,
        said="Berita acara tersimpan. Pilih langkah berikutnya.",
        ask=Ask("Simpan berita acara"),
        file=attachments(
            "minutes",
            "Lampiran",
            "Daftar hadir, surat pernyataan, foto. Boleh beberapa sekaligus.",
            also=("signature_applicant_scan", "signature_camat_scan"),
        ),
    ),
)
