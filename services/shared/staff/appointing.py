"""Acting heads (Plt., Plh., a.n.): the administrator notes who acts in whose office, and when it ends."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import Schema, validate

from services.shared.calendar import clock
from services.shared.fields import REQUIRED, Text, choice, day, text
from services.shared.rights.people import Actor
from services.shared.staff.acting_heads import ROLES
from services.shared.staff.appointments import Appointments
from services.shared.unit_of_work import Service

KINDS = {
    "plt": "Pelaksana tugas (Plt.): jabatan kosong",
    "plh": "Pelaksana harian (Plh.): pejabat berhalangan",
    "an": "Atas nama (a.n.): atas pelimpahan wewenang",
}


class AppointSchema(Schema):
    """Who acts in whose office, how, from when until when, by which decree; rank and NIP stand on paper."""

    username = choice("Petugas", "staff")
    role = choice("Jabatan yang dilaksanakan", ROLES)
    kind = choice("Bentuk", KINDS, width=12)
    position = text("Jabatan sendiri", 120, hint="Misalnya Sekretaris Kecamatan.", width=6)
    rank = text("Pangkat", 80, hint="Seperti pada surat dinas, misalnya Penata (III/c).", width=6)
    nip = Text(
        required=True,
        validate=validate.Regexp(r"^\d{18}$", error="NIP terdiri atas 18 angka."),
        error_messages=REQUIRED,
        metadata={
            **{"title": "NIP", "ask": "text", "hint": "18 angka.", "width": 6},
            **{"limits": {"maxlength": 18}, "attributes": {"inputmode": "numeric"}},
        },
    )
    decree = text("Nomor surat perintah", 120, 3, width=6)
    decree_on = day("Tanggal surat perintah", width=4)
    starts_on = day("Hari pertama", width=4)
    ends_on = day("Hari terakhir", width=4)


def appoint(service: Service, by: Actor, **data: Any) -> UUID:
    """Note an appointment; once a second person confirms it, it counts from its first day on. Raises RuleBroken."""
    return Appointments(service.staff).appoint(by, clock.now(), data)


def confirm_appointment(service: Service, by: Actor, appointment_id: UUID) -> None:
    """The second person agrees, and the appointment counts. Raises Missing, Stale, Forbidden."""
    Appointments(service.staff).confirm(by, clock.now(), appointment_id)


def end_appointment(service: Service, by: Actor, appointment_id: UUID) -> None:
    """End an appointment before its last day: the Camat is back. Raises Missing."""
    Appointments(service.staff).end(by, clock.now(), appointment_id)
