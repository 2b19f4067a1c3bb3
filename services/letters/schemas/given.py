"""What forms and API take."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, pre_load, validate

from services.letters.schemas.content import ContentSchema, WordingSchema
from services.letters.states import State
from services.shared.fields import REQUIRED, Versioned, flag, hidden, text


class SaveDraftSchema(Versioned):
    """Step 14: keep the working draft."""

    content = fields.Nested(ContentSchema, required=True, error_messages=REQUIRED)


class SubmitDraftSchema(Versioned):
    """Step 14: submit the working draft; with ``content``, that is saved first."""

    content = fields.Nested(ContentSchema, load_default=None, allow_none=True)
    names_checked = flag(
        "Nama sudah saya periksa: yang dimaksud orang lain, bukan pemohon",
        description="a word of a hidden applicant's name is somebody else's",
    )


class TemplateSchema(Versioned):
    """The office's wording of one kind of letter; ``version`` is the one that was opened (0: the office's file)."""

    content = fields.Nested(WordingSchema, required=True, error_messages=REQUIRED)
    note = text("Apa yang diubah", 300, optional=True)


class CommentSchema(Schema):
    """A comment on one block of the submitted version; block 0 is the opening, the last one the closing."""

    block = fields.Integer(required=True, validate=validate.Range(min=0))
    note = text("Catatan per bagian", 1000)


class CorrectionSchema(Versioned):
    """Step 15, not right: what has to be corrected."""

    note = text("Apa yang perlu diperbaiki", 2000, rows=3)
    comments = fields.List(fields.Nested(CommentSchema), load_default=list)

    @pre_load
    def _from_form(self, data: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        """A form posts ``comments.<block>``; empty ones are not there."""
        given = data.get("comments")
        if isinstance(given, dict):
            return {**data, "comments": [{"block": block, "note": note} for block, note in given.items()]}
        return data


class ReviewedSchema(Versioned):
    """Which version was read, and the hash of its file: only exactly this one is approved, initialled or signed."""

    draft_no = hidden(fields.Integer)
    sha256 = hidden(validate=validate.Regexp(r"^[0-9A-Fa-f]{64}$", error="Kode hash berkas tidak dapat dibaca."))


class SignSchema(ReviewedSchema):
    """Step 15, right: the version that was reviewed, and the passphrase of the Camat's key."""

    passphrase = fields.String(
        required=True,
        load_only=True,
        error_messages=REQUIRED,
        validate=validate.Length(min=1, max=200, error="Wajib diisi, paling banyak 200 huruf."),
        metadata={
            "title": "Passphrase tanda tangan",
            "hint": "Hanya dipakai untuk surat ini, tidak disimpan. Setelah 5 kali salah, terkunci 15 menit.",
            "ask": "password",
            "attributes": {"autocomplete": "off"},
        },
    )
    others = fields.List(
        fields.String(validate=validate.Regexp(r"^[0-9a-f-]{36}\.\d{1,9}$", error="Pilih dari daftar.")),
        load_default=list,
        validate=validate.Length(max=40, error="Paling banyak 40 surat sekaligus."),
        metadata={"title": "Tanda tangani juga", "description": "letters of the same meeting, as id.version"},
    )

    @pre_load
    def _one(self, data: Any, **kwargs: Any) -> Any:
        """A form gives a single box as a text."""
        given = data.get("others") if isinstance(data, dict) else None
        return {**data, "others": [given]} if isinstance(given, str) else data


class ListQuery(Schema):
    """Which letters: of one case, in one state; ``after`` goes on where the last answer ended."""

    case_no = fields.String(load_default=None)
    state = fields.String(load_default=None, validate=validate.OneOf([str(state) for state in State]))
    after = fields.String(load_default=None)
