"""A mediation between both sides, by the Camat (8b) or by the team (10a)."""

from __future__ import annotations

from services.review.actions import mediation, mediation_minutes, promises
from services.review.schemas import mediation as schemas
from services.review.verbs.attachments import attachments
from services.shared.verbs import Ask, Verb

MEDIATION = (
    Verb(
        "call_mediation",
        "Mengundang mediasi",
        "people",
        schema=schemas.CallMediationSchema,
        action=mediation.call_mediation,
        said="Mediasi dijadwalkan. Surat undangan setiap orang menunggu tanda tangan.",
        ask=Ask(
            "Jadwalkan dan buat undangan",
            "Mediasi: undang kedua pihak…",
            "Setiap orang mendapat undangannya sendiri. Pemohon diundang otomatis.",
            at="mediation",
        ),
    ),
    Verb(
        "note_participant",
        "Mencatat peserta mediasi",
        "person",
        schema=schemas.NoteParticipantSchema,
        action=mediation.note_participant,
        said="Peserta dicatat.",
        ask=Ask("Simpan peserta", "1. Catat peserta: kehadiran, keterangan, tanda tangan…", at="mediation"),
    ),
    Verb(
        "add_promise",
        "Mencatat janji perdamaian",
        schema=schemas.AddPromiseSchema,
        action=mediation.add_promise,
        said="Janji dicatat.",
        ask=Ask("Simpan janji", "2. Catat janji…", "Satu per satu, masing-masing dengan tanggalnya.", at="mediation"),
    ),
    Verb(
        "drop_promise",
        "Menghapus janji yang salah tulis",
        "cross",
        "mute",
        schema=schemas.DropPromiseSchema,
        action=mediation.drop_promise,
        said="Janji dihapus.",
        ask=Ask("Hapus", "Hapus janji yang salah tulis…", at="mediation"),
    ),
    Verb(
        "record_mediation",
        "Mencatat berita acara mediasi",
        "people",
        schema=schemas.RecordMediationSchema,
        action=mediation_minutes.record_mediation,
        said="Berita acara tersimpan.",
        ask=Ask(
            "Simpan berita acara",
            "3. Tutup mediasi dan buat berita acara…",
            "Setelah setiap peserta dicatat. Bila sepakat, surat kesepakatan perdamaian dibuat bersama janji-janjinya.",
            at="mediation",
        ),
        file=attachments(
            "mediation", "Lampiran", "Lembar bertanda tangan, daftar hadir, foto. Boleh beberapa sekaligus."
        ),
    ),
    Verb(
        "settle_promise",
        "Mencatat janji ditepati atau tidak",
        "check",
        schema=schemas.SettlePromiseSchema,
        action=promises.settle_promise,
        said="Janji dicatat.",
        ask=Ask(
            "Simpan",
            "Janji ditepati, atau tidak…",
            "Bila tidak ditepati, Camat diberi tahu. Pada pengaduan yang sudah ditutup, pemohon diberi tahu bahwa ia "
            "dapat mengadu lagi; pengaduan barunya terkait otomatis.",
            at="promise",
        ),
    ),
    Verb(
        "return_to_camat",
        "Mengembalikan kepada Camat karena janji tidak ditepati",
        "return",
        "warn",
        schema=schemas.ReturnToCamatSchema,
        action=promises.return_to_camat,
        said="Pengaduan kembali kepada Camat.",
        ask=Ask(
            "Kembalikan kepada Camat",
            "Janji tidak ditepati: kembalikan kepada Camat…",
            "Camat memilih lagi: menyelesaikan, mengundang, atau mendisposisikan.",
            at="mediation",
        ),
    ),
)
