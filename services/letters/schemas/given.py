"""What forms and API take. Names of content fields are those of ``content.LABELS``."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, pre_load, validate

from services.letters.content import SENSITIVITIES, URGENCIES
from services.letters.states import State
from services.shared.fields import REQUIRED, Text
from services.shared.web.forms import optional_text, required_text

MOST_LINES = 15


class Lines(fields.Field[list[str]]):
    """A list of lines; a form (or a program) may also give one text with line breaks. Empty lines are left out."""

    _line = Text(validate=validate.Length(max=200, error="Satu baris paling banyak 200 huruf."))

    def _serialize(self, value: list[str] | None, attr: str | None, obj: Any, **kwargs: Any) -> list[str]:
        return list(value or [])

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[str]:
        given = value.split("\n") if isinstance(value, str) else value
        if not isinstance(given, list):
            raise ValidationError("Tulis satu per baris.")
        lines = [line for line in (self._line.deserialize(item) for item in given) if line]
        if len(lines) > MOST_LINES:
            raise ValidationError(f"Paling banyak {MOST_LINES} baris.")
        return lines


def _one_of(labels: dict[str, str]) -> Any:
    return validate.OneOf(list(labels), error="Pilih salah satu.")


class ContentSchema(Schema):
    """The content of a letter. A draft may be saved incomplete; what must be there is checked when it is submitted."""

    subject = optional_text(250)
    classification = optional_text(20)
    sensitivity = fields.String(load_default="biasa", validate=_one_of(SENSITIVITIES))
    urgency = fields.String(load_default="biasa", validate=_one_of(URGENCIES))
    attachments = Text(load_default="-", validate=validate.Length(max=120, error="Paling banyak 120 huruf."))
    recipient_name = optional_text(200)
    recipient_lines = Lines(load_default=list, metadata={"description": "further lines below the recipient's name"})
    recipient_place = optional_text(200)
    opening = optional_text(3000)
    body = Text(
        load_default="",
        validate=validate.Length(max=20000, error="Paling banyak 20.000 huruf."),
        metadata={
            "description": "markup: blank line = paragraph, '1.' = list, '| a | b |' = table, **bold**, *italic*"
        },
    )
    closing = optional_text(2000)
    copies_to = Lines(load_default=list, metadata={"description": "Tembusan, one recipient per line"})


class Versioned(Schema):
    """Base of every verb: the letter's version as the person saw it."""

    version = fields.Integer(required=True, error_messages=REQUIRED, metadata={"description": "optimistic lock"})


class SaveDraftSchema(Versioned):
    """Step 14: keep the working draft."""

    content = fields.Nested(ContentSchema, required=True, error_messages=REQUIRED)


class SubmitDraftSchema(Versioned):
    """Step 14: submit the working draft; with ``content``, that is saved first."""

    content = fields.Nested(ContentSchema, load_default=None, allow_none=True)
    names_checked = fields.Boolean(
        load_default=False, metadata={"description": "a word of a hidden applicant's name is somebody else's"}
    )


class TemplateSchema(Versioned):
    """The office's wording of one kind of letter; ``version`` is the one that was opened (0: the office's file)."""

    content = fields.Nested(ContentSchema, required=True, error_messages=REQUIRED)
    note = optional_text(300)


class CommentSchema(Schema):
    """A comment on one block of the submitted version; block 0 is the opening, the last one the closing."""

    block = fields.Integer(required=True, validate=validate.Range(min=0))
    note = required_text(1000)


class CorrectionSchema(Versioned):
    """Step 15, not right: what has to be corrected."""

    note = required_text(2000)
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

    draft_no = fields.Integer(required=True, error_messages=REQUIRED)
    sha256 = fields.String(
        required=True,
        error_messages=REQUIRED,
        validate=validate.Regexp(r"^[0-9A-Fa-f]{64}$", error="Sidik jari berkas tidak dapat dibaca."),
    )


class SignSchema(ReviewedSchema):
    """Step 15, right: the version that was reviewed, and the passphrase of the Camat's key."""

    passphrase = fields.String(
        required=True,
        load_only=True,
        error_messages=REQUIRED,
        validate=validate.Length(min=1, max=200, error="Wajib diisi, paling banyak 200 huruf."),
    )


class ListQuery(Schema):
    """Which letters: of one case, in one state; ``after`` goes on where the last answer ended."""

    case_no = fields.String(load_default=None)
    state = fields.String(load_default=None, validate=validate.OneOf([str(state) for state in State]))
    after = fields.String(load_default=None)
