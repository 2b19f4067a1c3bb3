"""Schemas of evidence that is handed over to law enforcement (12d)."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from services.review.rules.evidence import PARTS
from services.review.schemas.direct_solution import MOMENT_HINT
from services.review.schemas.meeting import drawn
from services.shared.encryption.parcel import SHORTEST
from services.shared.fields import Versioned, moment, several, text

NONE = "Pilih paling sedikit satu berkas."


def _files() -> fields.List:
    hint = "Hanya yang dicentang yang ikut. Berkas tentang orang lain tidak ikut kecuali dicentang."
    said = {"title": "Berkas yang diserahkan", "ask": "checkboxes", "options": "evidence_files", "must": True}
    inner = fields.UUID(error_messages={"invalid_uuid": "Pilih berkas dari daftar."})
    told: dict[str, Any] = {"required": NONE, "null": NONE}
    return fields.List(
        inner,
        required=True,
        error_messages=told,
        validate=validate.Length(1, 100, error=NONE),
        metadata=said | {"hint": hint},
    )


class PrepareEvidenceSchema(Versioned):
    """What goes into the package, and for whom it is."""

    unit = text("Kesatuan penerima", 200, 3, hint="Contoh: Unit Reskrim Polsek Motoling")
    files = _files()
    parts = several("Data orang pada ringkasan", PARTS, hint="Yang tidak dicentang tidak ditulis.")


class TakeEvidenceSchema(Schema):
    """The passphrase of this copy; it is kept nowhere."""

    passphrase = text(
        "Kata sandi paket",
        100,
        SHORTEST,
        hint="Catat dahulu, lalu sampaikan terpisah dari paketnya, misalnya lewat telepon. Tidak disimpan di mana pun.",
        attributes={"autocomplete": "off", "spellcheck": "false"},
    )


class HandOverEvidenceSchema(Versioned):
    """Who took it, and when; signed on the screen or by hand."""

    taken_by = text("Nama penerima", 150, 2, width=6)
    taken_rank = text("Pangkat dan NRP", 100, 2, width=6)
    unit = text("Kesatuan", 200, 3, width=6)
    handed_at = moment("Diserahkan pada", optional=True, must=True, hint=MOMENT_HINT, width=6, limits={"maxlength": 16})
    signature = drawn("Tanda tangan penerima")
    signature_giver = drawn("Tanda tangan yang menyerahkan")
