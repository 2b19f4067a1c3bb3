"""What forms and API take and give."""

from __future__ import annotations

from services.registry.schemas.given import (
    ArchiveQuery,
    CopiesSchema,
    CorrectEntrySchema,
    LettersQuery,
    RegisterQuery,
    Versioned,
)
from services.registry.schemas.shown import ArchiveList, ArchiveSchema, EntryList, EntrySchema, LetterList, LetterSchema

__all__ = [
    "ArchiveList",
    "ArchiveQuery",
    "ArchiveSchema",
    "CopiesSchema",
    "CorrectEntrySchema",
    "EntryList",
    "EntrySchema",
    "LetterList",
    "LetterSchema",
    "LettersQuery",
    "RegisterQuery",
    "Versioned",
]
