"""A correction in the register book (16a): what form and API take."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, missing

from services.shared.fields import also_said, day, text


def _left_out(field: fields.Field[Any]) -> fields.Field[Any]:
    """Where it is left out, the row stays as it is."""
    field.load_default, field.allow_none = missing, False
    also_said(field, description="left out: stays as it is", must=None)
    return field


class CorrectEntrySchema(Schema):
    """A correction in the register book: only what differs is given."""

    reason = text("Alasan pembetulan", 300, 5, short="Tulis alasan pembetulan, paling sedikit 5 huruf.", rows=2)
    applicant_name = _left_out(text("Nama pemohon / tujuan", 200, optional=True, width=6))
    village = _left_out(text("{Desa}", 100, optional=True, width=6))
    service = _left_out(text("Jenis layanan", 200, optional=True, width=6))
    officer = _left_out(text("Petugas", 200, optional=True, width=6))
    summary = _left_out(text("Uraian singkat", 500, optional=True, rows=2))
    finished_on = _left_out(day("Tanggal selesai", optional=True))
    result = _left_out(text("Hasil", 500, optional=True, rows=2))
    note = _left_out(text("Keterangan", 500, optional=True, rows=2))
