"""Step 8b: the Camat talks to the applicant face to face."""

from __future__ import annotations

from services.review.actions import appointments, meeting
from services.review.schemas.meeting import (
    CallFaceToFaceSchema,
    CancelMeetingSchema,
    MoveMeetingSchema,
    RecordMeetingSchema,
    TalkNowSchema,
)
from services.review.verbs.attachments import attachments
from services.shared.verbs import Ask, Verb

MINUTES = attachments(
    "minutes",
    "Lampiran",
    "Daftar hadir, surat pernyataan, foto. Boleh beberapa sekaligus.",
    also=("signature_applicant_scan", "signature_camat_scan"),
)
MEETING = (
    Verb(
        "call_face_to_face",
        "Mengundang tatap muka",
        "calendar",
        schema=CallFaceToFaceSchema,
        action=meeting.call_face_to_face,
        said="Tatap muka dijadwalkan dan pemohon diberi tahu. Surat undangan menunggu tanda tangan.",
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
        file=MINUTES,
    ),
    Verb(
        "talk_now",
        "Mencatat tatap muka yang baru saja berlangsung",
        "people",
        schema=TalkNowSchema,
        action=meeting.talk_now,
        said="Berita acara tersimpan. Pilih langkah berikutnya.",
        ask=Ask(
            "Simpan berita acara",
            "8b. Kami baru saja berbicara…",
            "Pemohon ada di kantor dan sudah didengar: tulis berita acaranya tanpa undangan.",
            at="direction",
        ),
        file=MINUTES,
    ),
    Verb(
        "move_meeting",
        "Memindahkan jadwal pertemuan",
        "calendar",
        schema=MoveMeetingSchema,
        action=appointments.move_meeting,
        said="Pertemuan dijadwalkan ulang. Surat perubahan jadwal menunggu tanda tangan.",
        ask=Ask(
            "Simpan jadwal baru",
            "Pindahkan jadwal, atau jadwal kedua bila tidak hadir…",
            "Pemohon diberi tahu, dan surat baru menyebut undangan yang terdahulu.",
            at="meeting",
        ),
    ),
    Verb(
        "cancel_meeting",
        "Membatalkan pertemuan",
        "cross",
        "warn",
        schema=CancelMeetingSchema,
        action=appointments.cancel_meeting,
        said="Pertemuan dibatalkan. Pilih langkah berikutnya.",
        ask=Ask(
            "Lanjutkan tanpa pertemuan",
            "Batalkan, atau lanjutkan tanpa kehadiran…",
            "Pemohon diberi tahu. Siapa yang sudah menerima surat undangan mendapat surat pembatalan.",
            at="meeting",
        ),
    ),
)
