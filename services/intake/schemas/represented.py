"""For whom somebody complains who acts for another (P2), as pages and API load it."""

from __future__ import annotations

from marshmallow import Schema

from services.handoffs.representing import RELATIONS
from services.intake.schemas.applicant import GENDERS
from services.shared.fields import choice, day, person_name, text


class RepresentedSchema(Schema):
    """The person for whom the applicant complains, what the applicant is to them, and by what paper."""

    relation = choice("Pemohon bertindak sebagai", RELATIONS, shown="relations")
    name = person_name("Nama yang diwakili", width=6)
    nik = text(
        "NIK yang diwakili",
        40,
        optional=True,
        hint="Bila diketahui; anak punya NIK pada kartu keluarga",
        width=6,
        attributes={"inputmode": "numeric"},
    )
    birth_date = day("Tanggal lahir yang diwakili", optional=True, hint="hh/bb/tttt")
    gender = choice("Jenis kelamin yang diwakili", GENDERS, default="", blank=False, must=False)
    address = text("Alamat yang diwakili", 300, optional=True, hint="Kosongkan bila sama dengan alamat pemohon")
    paper = text(
        "Surat dasar mewakili",
        300,
        3,
        hint="Jenis dan nomornya, misalnya: kartu keluarga 7105…, surat kuasa 12/XI/2026. Pindaiannya diunggah",
    )
