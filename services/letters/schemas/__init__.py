"""What forms and API take and give."""

from __future__ import annotations

from services.letters.schemas.given import (
    CorrectionSchema,
    ListQuery,
    ReviewedSchema,
    SaveDraftSchema,
    SignSchema,
    SubmitDraftSchema,
    TemplateSchema,
    Versioned,
)
from services.letters.schemas.shown import LetterList, LetterSchema

__all__ = [
    "CorrectionSchema",
    "LetterList",
    "LetterSchema",
    "ListQuery",
    "ReviewedSchema",
    "SaveDraftSchema",
    "SignSchema",
    "SubmitDraftSchema",
    "TemplateSchema",
    "Versioned",
]
