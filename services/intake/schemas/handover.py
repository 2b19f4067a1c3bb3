"""What the handover of the letter takes (step 17)."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from services.handoffs.handing import AT_DESK, RELATIONS, WAYS
from services.shared.fields import Versioned, choice, flag, person_name, text

SIGNATURE_LIMIT = 400_000  # characters of a data URL


class HandOverSchema(Versioned):
    """Step 17: how the letter goes, who gets it, and whether it was received with that."""

    way = choice(
        "Bagaimana surat diserahkan?",
        WAYS,
        default=AT_DESK,
        wrong="Pilih cara penyerahannya.",
        width=12,
        must=True,
        blank=False,
        description="desk, village_head, courier, post, whatsapp or email; all but desk need a file of role handover",
    )
    relation = choice(
        "Siapa penerimanya?",
        RELATIONS,
        wrong="Pilih siapa penerimanya.",
        ask="radios",
        inline=True,
        description="applicant, or proxy (with a power of attorney named in the note)",
    )
    recipient = person_name("Nama penerima", hint="Seperti pada KTP", width=6)
    note = text(
        "Catatan",
        500,
        optional=True,
        hint="Untuk yang diberi kuasa: nomor dan tanggal surat kuasa (wajib). Dikirim: nomor resi atau nama pengantar.",
        width=6,
    )
    identity_checked = flag("Identitas penerima sudah dicocokkan dengan KTP-nya")
    received = flag("Diserahkan dan sudah diterima")
    signature = fields.String(
        load_default="",
        validate=validate.Length(max=SIGNATURE_LIMIT),
        metadata={
            "title": "Tanda tangan penerima",
            "ask": "signature",
            "hint": "Boleh juga ditandatangani di kertas: cetak berita acara setelah ini, lalu unggah pindaiannya.",
            "description": "the recipient's signature as data:image/png;base64,…",
        },
    )

    @validates_schema
    def _proof(self, data: dict[str, Any], **_: Any) -> None:
        """The identity is checked of whoever stands at the desk; a proxy shows a power of attorney."""
        errors: dict[str, list[str]] = {}
        if data["way"] == AT_DESK and not data["identity_checked"]:
            errors["identity_checked"] = ["Cocokkan dahulu identitas penerima dengan KTP-nya."]
        if data["relation"] == "proxy" and not data["note"]:
            errors["note"] = ["Tulis nomor dan tanggal surat kuasanya."]
        if errors:
            raise ValidationError(errors)

    @post_load
    def _checked(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {name: value for name, value in data.items() if name != "identity_checked"}


class CollectSchema(HandOverSchema):
    """The same for a letter whose case ended without it: whoever comes for it has it."""

    class Meta:
        """The case has ended already."""

        exclude = ("received",)
