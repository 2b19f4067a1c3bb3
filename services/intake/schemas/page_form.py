"""The complaint form as the page posts it: flat dotted names, and a tick for 'an official is reported'."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, pre_load

from services.intake.schemas.intake import SubmitFormSchema

LABELS = {
    "applicant.name": "Nama lengkap",
    "applicant.nik": "NIK",
    "applicant.nik_unreadable": "KTP tidak terbaca",
    "applicant.nik_note": "Keterangan NIK",
    "applicant.village": "Desa",
    "applicant.village_other": "Nama desa lain",
    "applicant.address": "Alamat",
    "applicant.phone": "Nomor HP / WhatsApp",
    "applicant.email": "Alamat surel",
    "applicant.notice_channel": "Pemberitahuan lewat",
    "applicant.gender": "Jenis kelamin",
    "applicant.birth_date": "Tanggal lahir",
    "complaint.title": "Pokok pengaduan",
    "complaint.category": "Jenis pengaduan",
    "complaint.story": "Uraian kejadian",
    "complaint.place": "Tempat kejadian",
    "complaint.occurred_on": "Tanggal kejadian",
    "complaint.occurred_time": "Waktu kejadian",
    "complaint.request": "Permintaan pemohon",
    "complaint.loss": "Kerugian",
    "reported_official.name": "Nama terlapor",
    "reported_official.position": "Jabatan terlapor",
    "reported_official.address": "Alamat terlapor",
    "reported_official.act": "Perbuatan",
    "reported_official.statement": "Keterangan",
    "id_card": "KTP",
    "evidence": "Bukti",
    "version": "Versi data",
}


class PageFormSchema(SubmitFormSchema):
    """The whole form; the official only where the tick is set, and then all of it."""

    has_official = fields.Boolean(load_default=False)

    @pre_load
    def _parts(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """A part in which nothing was typed is there and empty, so that each of its fields says what it needs."""
        whole = {"applicant": {}, "complaint": {}, **data}
        if data.get("has_official") == "true":
            whole.setdefault("reported_official", {})
        else:
            whole.pop("reported_official", None)
        return whole

    @post_load
    def _untick(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {name: value for name, value in data.items() if name != "has_official"}


def flattened(form: dict[str, Any]) -> dict[str, Any]:
    """A form as values by dotted field name."""
    values = {
        f"{part}.{name}": value
        for part in ("applicant", "complaint", "reported_official")
        for name, value in (form.get(part) or {}).items()
    }
    for tick in ("applicant.nik_unreadable", "applicant.confidential"):
        values[tick] = "true" if str(values.get(tick, "")).lower() == "true" else ""
    return values | {"has_official": "true" if form.get("reported_official") is not None else ""}
