"""Step 1, as pages and API load it: what the visitor wants."""

from __future__ import annotations

from marshmallow import Schema, fields

from services.intake.schemas.lapor import lapor_number
from services.shared.fields import hidden, moment, person_name, text


class OpenSchema(Schema):
    """Step 1: what the visitor wants."""

    purpose = text(
        "Maksud kedatangan", 300, 3, hint="Dengan kata-kata pemohon, misalnya: melaporkan keributan tetangga"
    )
    visitor = person_name("Nama", optional=True, hint="Seperti pada KTP", width=6)
    nik = text(
        "NIK",
        40,
        optional=True,
        hint="Bila KTP sudah di tangan: data dari pengaduan terdahulu ditawarkan",
        width=6,
        attributes={"inputmode": "numeric"},
    )
    override_reason = text(
        "Alasan diterima di luar hari kerja",
        300,
        optional=True,
        must=True,
        rows=2,
        description="compulsory on a day when the desk is closed",
    )
    received_at = moment(
        "Diterima di kertas pada",
        optional=True,
        hint="Hanya bila listrik atau sambungan putus: tanggal dan jam, misalnya 24/11/2026 14.30",
        width=6,
        limits={"maxlength": 16},
    )
    taken_by = person_name("Diterima oleh", optional=True, hint="Petugas yang menerimanya di kertas", width=6)
    late_reason = text("Mengapa baru dicatat", 300, optional=True, rows=2, hint="Misalnya: listrik padam sejak pagi")
    lapor_no = lapor_number(width=6)
    request_id = hidden(
        fields.UUID,
        required=False,
        load_default=None,
        allow_none=True,
        metadata={"ask": "hidden", "description": "an id of the caller's own: the same id opens only one complaint"},
    )
