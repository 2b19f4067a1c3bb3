"""What the checklist and the clerk's word on its outcome take (steps 4 and 5)."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, pre_load, validate

from services.intake.rules.cases import VERDICTS
from services.intake.rules.likeness import VERDICTS as LIKENESS_VERDICTS
from services.intake.schemas.handover import SIGNATURE_LIMIT
from services.shared.fields import REQUIRED, Text, Versioned, choice, hidden, text


class ItemSchema(Schema):
    """One line of the checklist."""

    item = hidden(Text)
    verdict = choice("Hasil", VERDICTS, wrong="Pilih hasil pemeriksaan.", ask="radios", inline=True)
    note = text("Catatan", 500, optional=True, must=None)


class ItemsSchema(Versioned):
    """Steps 4 and 5: a verdict for every item of office.toml [checklist].

    A page gives ``items.<item>``, the verdict, and ``notes.<item>``.
    """

    items = fields.List(fields.Nested(ItemSchema), required=True, error_messages=REQUIRED)
    signature = fields.String(
        load_default="",
        validate=validate.Length(max=SIGNATURE_LIMIT),
        metadata={
            "title": "Tanda tangan pemohon pada formulir",
            "ask": "signature",
            "hint": "Dengan ini pemohon menyatakan isi formulir dibuat dengan sebenar-benarnya.",
            "description": "the applicant's signature as data:image/png;base64,…; not needed where a file of the role "
            "signed_form was added",
        },
    )

    @pre_load
    def _rows(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        verdicts, notes = data.get("items"), data.get("notes")
        if not isinstance(verdicts, dict):
            return data
        notes = notes if isinstance(notes, dict) else {}
        rows = [{"item": item, "verdict": verdict, "note": notes.get(item, "")} for item, verdict in verdicts.items()]
        return {name: value for name, value in data.items() if name != "notes"} | {"items": rows}


class CompleteSchema(Versioned):
    """Step 4: the applicant came back with what was missing."""

    note = text("Catatan", 500, optional=True)


class JudgeSchema(Schema):
    """Step 4: the clerk's word on two complaints that look alike."""

    other = hidden(Text)
    verdict = choice(
        "Penilaian",
        LIKENESS_VERDICTS,
        wrong="Pilih salah satu penilaian.",
        description="same links the two, different puts the hint away, open takes either back",
    )
