"""Who acts in whose office (Plt., Plh., a.n.)."""

from __future__ import annotations

from marshmallow import Schema

from services.review.actions import acting
from services.review.schemas.acting import AppointSchema
from services.shared.verbs import Ask, Verb

APPOINT = (
    Verb(
        "appoint",
        "Menunjuk pejabat pelaksana",
        schema=AppointSchema,
        action=acting.appoint,
        said="Penunjukan tersimpan. Hak dan sebutannya berlaku selama masa tugas, setelah disetujui orang kedua.",
        ask=Ask("Simpan penunjukan"),
        path="",
    ),
)
APPOINTMENT = (
    Verb(
        "confirm_appointment",
        "Menyetujui penunjukan sebagai orang kedua",
        schema=Schema,
        action=acting.confirm_appointment,
        said="Penunjukan disetujui. Hak dan sebutannya berlaku selama masa tugas.",
        ask=Ask("Ya, setujui penunjukan", "Setujui…", "Cocokkan dahulu dengan surat perintahnya."),
        path="/confirm",
    ),
    Verb(
        "end_appointment",
        "Mengakhiri penunjukan",
        schema=Schema,
        action=acting.end_appointment,
        said="Penunjukan diakhiri. Hak pejabat pelaksana berhenti saat ini juga.",
        ask=Ask(
            "Ya, akhiri penunjukan",
            "Akhiri sekarang…",
            "Haknya berhenti saat ini juga. Keputusan yang sudah diambil tetap sah.",
            kind="danger",
        ),
        path="/end",
    ),
)
