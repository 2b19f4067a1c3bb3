"""A list of archives to be destroyed, whose retention has ended."""

from __future__ import annotations

from services.registry.actions import approving
from services.registry.schemas.archive import ReasonSchema
from services.registry.schemas.retention import DestroySchema, NoteAppraisalSchema, NotePermitSchema, TakeOffSchema
from services.shared.verbs import Ask, Verb

DESTRUCTION = (
    Verb(
        "take_off",
        "Mencoret dari daftar pemusnahan",
        schema=TakeOffSchema,
        action=approving.take_off,
        said="Arsip dikeluarkan dari daftar.",
        ask=Ask(
            "Keluarkan",
            "Keluarkan arsip dari daftar…",
            "Arsip diusulkan lagi pada hari berikutnya, kecuali ditahan di halamannya.",
            at="items",
        ),
    ),
    Verb(
        "submit",
        "Mengajukan daftar pemusnahan",
        action=approving.submit,
        said="Daftar diajukan. Kasi dan Camat dapat menyetujuinya.",
        ask=Ask("Ajukan untuk disetujui"),
    ),
    Verb(
        "approve",
        "Menyetujui daftar pemusnahan",
        action=approving.approve,
        said="Persetujuan Anda dicatat.",
        ask=Ask("Setujui daftar ini"),
    ),
    Verb(
        "send_back",
        "Mengembalikan daftar pemusnahan",
        schema=ReasonSchema,
        action=approving.send_back,
        said="Daftar dikembalikan kepada petugas registrasi.",
        ask=Ask("Kembalikan", "Kembalikan daftar…", at="top"),
    ),
    Verb(
        "note_appraisal",
        "Mencatat panitia penilai arsip",
        schema=NoteAppraisalSchema,
        action=approving.note_appraisal,
        said="Panitia penilai arsip dicatat.",
        ask=Ask("Simpan panitia penilai", "Catat panitia penilai arsip…", "Tercetak pada daftar.", at="top"),
    ),
    Verb(
        "note_permit",
        "Mencatat persetujuan tertulis pemusnahan",
        schema=NotePermitSchema,
        action=approving.note_permit,
        said="Persetujuan tertulis dicatat.",
        ask=Ask(
            "Simpan persetujuan",
            "Catat persetujuan tertulis…",
            "Dari lembaga kearsipan daerah atau kepala daerah. Tanpa ini arsip tidak dapat dimusnahkan.",
            at="top",
        ),
    ),
    Verb(
        "destroy",
        "Memusnahkan",
        schema=DestroySchema,
        action=approving.destroy,
        said="Pemusnahan dimulai. Berita acara terbit setelah semua berkas dihapus.",
        ask=Ask(
            "Musnahkan sekarang",
            "Musnahkan arsip di dalam daftar ini…",
            "Tidak dapat dibatalkan. Berkas, bukti, surat, dan data pribadi di semua bagian dihapus; yang tersisa "
            "nomor, tanggal, dan kode hash.",
            kind="danger",
            at="top",
        ),
    ),
)
