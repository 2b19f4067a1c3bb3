"""Who acts in whose office (Plt., Plh., a.n.)."""

from __future__ import annotations

from functools import partial

from marshmallow import Schema

from services.shared.rights.people import Role
from services.shared.rights.rights import Right, Rights
from services.shared.staff import appointing
from services.shared.verbs import Ask, Line, Verb, Verbs

_Verb = partial(Verb, alone=True)
SEE = Line("see_appointments", "Melihat pejabat pelaksana")

APPOINT = (
    _Verb(
        "appoint",
        "Menunjuk pejabat pelaksana",
        schema=appointing.AppointSchema,
        action=appointing.appoint,
        said="Penunjukan tersimpan. Hak dan sebutannya berlaku selama masa tugas, setelah disetujui orang kedua.",
        ask=Ask("Simpan penunjukan"),
        path="",
    ),
)
APPOINTMENT = (
    _Verb(
        "confirm_appointment",
        "Menyetujui penunjukan sebagai orang kedua",
        schema=Schema,
        action=appointing.confirm_appointment,
        said="Penunjukan disetujui. Hak dan sebutannya berlaku selama masa tugas.",
        ask=Ask("Ya, setujui penunjukan", "Setujui…", "Cocokkan dahulu dengan surat perintahnya."),
        path="/confirm",
    ),
    _Verb(
        "end_appointment",
        "Mengakhiri penunjukan",
        schema=Schema,
        action=appointing.end_appointment,
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
_ADMIN, _DECIDERS = frozenset({Role.ADMIN}), frozenset({Role.CAMAT, Role.ADMIN, Role.AUDITOR})
RIGHTS = Rights(
    (
        Right("see_appointments", _DECIDERS),
        Right("appoint", _ADMIN),
        Right("confirm_appointment", _DECIDERS),
        Right("end_appointment", _DECIDERS),
    )
)
APPOINTMENTS = Verbs(RIGHTS, (SEE, *APPOINT, *APPOINTMENT), "Pejabat pelaksana")
