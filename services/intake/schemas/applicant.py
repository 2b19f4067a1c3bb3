"""Who complains (P2), as pages and API load it."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, post_load, validate, validates_schema

from services.intake.rules.identity import KTP, PAPERS
from services.intake.rules.notices import NOTICE_CHANNELS
from services.shared.fields import Text, choice, day, flag, person_name, telephone, text

GENDERS = {"": "Tidak diisi", "male": "Laki-laki", "female": "Perempuan"}


class ApplicantSchema(Schema):
    """Who complains (P2)."""

    name = person_name("Nama lengkap", hint="Seperti pada KTP", width=6)
    nik = text(
        "NIK",
        40,
        optional=True,
        must=True,
        hint="16 angka. Hanya petugas layanan, Kasi dan Camat dapat melihatnya utuh",
        width=6,
        attributes={"inputmode": "numeric"},
        description="compulsory if readable",
    )
    identity_paper = choice(
        "Dikenali dengan",
        PAPERS,
        default=KTP,
        blank=False,
        must=None,
        hint="Belum ada atau kehilangan KTP: bukti diri lain, dengan nomor dan keterangan",
    )
    identity_no = text("Nomor bukti diri itu", 100, optional=True, must=None, width=6)
    nik_unreadable = flag(
        "KTP tidak terbaca",
        hint="NIK boleh dikosongkan; tulis keterangannya di bawah ini.",
        description="the card cannot be read: no NIK, but a note why",
    )
    nik_note = text(
        "Keterangan bila NIK tidak biasa",
        300,
        optional=True,
        hint="Misalnya: KTP tidak terbaca, KTP lama, atau terbitan daerah lain. Kosongkan bila NIK wajar",
    )
    village = choice("{Desa}", "villages", description="a code of office.toml, or 'other'")
    village_other = text("Nama {desa}", 120, optional=True, must=True, hint="Dengan nama kecamatannya", width=6)
    address = text("Alamat", 300, 3, hint="Jaga, RT/RW, nama jalan")
    phone = telephone(
        "Nomor HP / WhatsApp", hint="Contoh: 081234567890 atau (0430) 123456; dua nomor dipisahkan dengan koma"
    )
    notice_channel = Text(
        load_default="",
        validate=validate.OneOf(["", *NOTICE_CHANNELS], error="Pilih dari daftar."),
        metadata={
            "title": "Pemberitahuan lewat",
            "ask": "select",
            "options": "channels",
            "blank": False,
            "must": True,
            "hint": "Hanya nomor pengaduan dan alamat halaman lacak yang dikirim. Bila belum tersambung, petugas yang "
            "memberi tahu",
        },
    )
    email = text("Alamat e-mail", 200, optional=True, must=True, hint="Disimpan terenkripsi", kind="email", width=6)
    gender = choice("Jenis kelamin", GENDERS, default="", blank=False, must=False)
    birth_date = day("Tanggal lahir", optional=True)
    confidential = flag(
        "Pemohon minta identitasnya dirahasiakan",
        hint="Namanya hanya terlihat oleh petugas layanan, Kasi dan Camat; tidak disebut dalam surat ke pihak lain.",
    )

    @validates_schema(skip_on_field_errors=False)
    def _number(self, data: dict[str, Any], **_: Any) -> None:
        if not data.get("nik") and not data.get("nik_unreadable") and data.get("identity_paper", KTP) == KTP:
            raise ValidationError("Wajib diisi.", "nik")

    @post_load
    def _channel(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Who chose no channel gets no message: a clerk tells it."""
        data["notice_channel"] = data["notice_channel"] or "none"
        return data
