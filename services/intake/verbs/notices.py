"""What the applicant is told, and how."""

from __future__ import annotations

from marshmallow import Schema

from services.intake.actions import notices
from services.intake.schemas.notices import ChannelSchema, ToldSchema
from services.shared.verbs import Ask, Verb

NOTICES = (
    Verb(
        "tell_applicant",
        "Memberi tahu pemohon",
        schema=ToldSchema,
        action=notices.tell_applicant,
        said="Dicatat: pemohon sudah diberi tahu.",
        ask=Ask("Catat sudah diberi tahu", busy="Mencatat…"),
        path="/told",
    ),
    Verb(
        "send_again",
        "Mengirim lagi pemberitahuan",
        schema=Schema,
        action=notices.send_again,
        said="Pemberitahuan dikirim lagi dalam beberapa detik.",
        ask=Ask("Kirim lagi"),
        path="/notices/<uuid:notice_id>/send-again",
    ),
    Verb(
        "change_channel",
        "Mengubah saluran pemberitahuan",
        schema=ChannelSchema,
        action=notices.change_channel,
        said="Saluran pemberitahuan disimpan.",
        ask=Ask("Simpan saluran", "Ubah saluran (sekarang: %(name)s)", kind="outline-primary"),
    ),
)
