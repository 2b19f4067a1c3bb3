"""What the verbs take (steps 4, 5, 17, 18, and the withdrawal)."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from services.intake.rules.cases import RELATIONS, VERDICTS
from services.intake.rules.duplicates import VERDICTS as DUPLICATE_VERDICTS
from services.intake.schemas.intake import VersionSchema
from services.shared.fields import REQUIRED, Text
from services.shared.web.forms import optional_text, required_text

SIGNATURE_LIMIT = 400_000  # characters of a data URL


class ItemSchema(Schema):
    """One line of the checklist."""

    item = required_text(60)
    verdict = Text(
        required=True,
        error_messages=REQUIRED,
        validate=validate.OneOf(list(VERDICTS), error="Pilih hasil pemeriksaan."),
    )
    note = optional_text(500)


class ItemsSchema(VersionSchema):
    """Step 4 and 5: a verdict for every item of office.toml [checklist]."""

    items = fields.List(fields.Nested(ItemSchema), required=True, error_messages=REQUIRED)


class CompleteSchema(VersionSchema):
    """Step 4: the applicant came back with what was missing."""

    note = optional_text(500)


class WithdrawSchema(VersionSchema):
    """The applicant takes the complaint back."""

    reason = required_text(500, 5)


class HandOverSchema(VersionSchema):
    """Step 17: who gets the letter."""

    recipient = required_text(120, 2)
    relation = Text(
        required=True,
        error_messages=REQUIRED,
        validate=validate.OneOf(list(RELATIONS), error="Pilih siapa penerimanya."),
        metadata={"description": "applicant, or proxy (with a power of attorney named in the note)"},
    )
    identity_checked = fields.Boolean(load_default=False)
    note = optional_text(500)
    signature = fields.String(
        load_default="",
        validate=validate.Length(max=SIGNATURE_LIMIT),
        metadata={"description": "the recipient's signature as data:image/png;base64,…"},
    )

    @validates_schema
    def _proof(self, data: dict[str, Any], **_: Any) -> None:
        """The identity is checked always; a proxy shows a power of attorney."""
        errors: dict[str, list[str]] = {}
        if not data["identity_checked"]:
            errors["identity_checked"] = ["Cocokkan dahulu identitas penerima dengan KTP-nya."]
        if data["relation"] == "proxy" and not data["note"]:
            errors["note"] = ["Tulis nomor dan tanggal surat kuasanya."]
        if errors:
            raise ValidationError(errors)


class JudgeSchema(Schema):
    """Step 4: the clerk's word on two complaints that look alike."""

    other = required_text(40)
    verdict = Text(
        required=True,
        error_messages=REQUIRED,
        validate=validate.OneOf(list(DUPLICATE_VERDICTS), error="Pilih salah satu penilaian."),
        metadata={"description": "same links the two, different puts the hint away, open takes either back"},
    )
