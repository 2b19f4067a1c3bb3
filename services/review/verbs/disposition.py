"""Step 8c: the Camat disposes the case to the team."""

from __future__ import annotations

from services.review.actions.disposition import change_disposition, dispose_to_team
from services.review.schemas.disposition import ChangeDispositionSchema, DisposeToTeamSchema
from services.shared.verbs import Ask, Verb

DISPOSITION = (
    Verb(
        "dispose_to_team",
        "Mendisposisikan kepada tim",
        "send",
        schema=DisposeToTeamSchema,
        action=dispose_to_team,
        said="Disposisi tersimpan dan sampai di Tim Pengaduan.",
        ask=Ask(
            "Disposisikan",
            "8c. Disposisi ke Tim…",
            "Untuk penanganan menyeluruh oleh Tim Pengaduan.",
            at="direction",
        ),
    ),
    Verb(
        "change_disposition",
        "Mengubah disposisi",
        "edit",
        schema=ChangeDispositionSchema,
        action=change_disposition,
        said="Disposisi diubah. Anggota yang bersangkutan diberi tahu.",
        ask=Ask(
            "Simpan perubahan",
            "Ubah disposisi…",
            "Yang berlaku sekarang sudah terisi; ubah seperlunya. Tugas anggota yang keluar pindah kepada ketua.",
            at="disposition",
        ),
    ),
)
