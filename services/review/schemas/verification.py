"""Schemas of steps 6 and 7."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, pre_load, validate

from services.review import rules
from services.review.schemas.base import VerbSchema, choice, code, printed
from services.shared.fields import REQUIRED


class ReportToCamatSchema(VerbSchema):
    """Step 7: verdicts with a note on each where wanted, class, urgency, confidentiality, and the analysis."""

    complete = fields.Boolean(load_default=False)
    identity_clear = fields.Boolean(load_default=False)
    accurate = fields.Boolean(load_default=False)
    relevant = fields.Boolean(load_default=False)
    within_authority = fields.Boolean(load_default=False)
    confidential = fields.Boolean(load_default=False)
    conflict = fields.Boolean(load_default=False)
    notes = fields.Dict(keys=choice(rules.SHEET), values=printed(500, required=False), load_default=dict)
    class_code = code()
    urgency = choice(rules.URGENCIES)
    analysis = printed(4000, 20)


class AskClarificationSchema(VerbSchema):
    """Step 6, the 'no' side: what is missing, and why it is needed. A text counts line by line."""

    missing = fields.List(
        printed(300),
        required=True,
        validate=validate.Length(min=1, max=20, error="Tulis paling sedikit satu hal yang kurang."),
        error_messages=REQUIRED,
    )
    reason = printed(2000, 10)

    @pre_load
    def _lines(self, data: Any, **kwargs: Any) -> Any:
        """A form gives one text with a line per missing thing."""
        given = data.get("missing") if isinstance(data, dict) else None
        texts = [given] if isinstance(given, str) else given
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            return data
        return {**data, "missing": [line.strip() for text in texts for line in text.splitlines() if line.strip()]}


class DeclineSchema(VerbSchema):
    """Step 7, the 'no' side: the written reason, and how the applicant is told."""

    reason = printed(2000, 10)
    told_how = choice(rules.WAYS_OF_TELLING)
