"""Schema of acting heads."""

from __future__ import annotations

from marshmallow import Schema, validate

from services.shared.fields import REQUIRED, Text, choice, day, text
from services.shared.rights.people import Role

ROLES = {Role.CAMAT: "Camat", Role.SECTION_HEAD: "Kasi"}
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
