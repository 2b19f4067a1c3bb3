"""What forms and API take and give."""

from __future__ import annotations

from services.registry.schemas.given import (
    AcknowledgeSchema,
    AppraiseSchema,
    ArchiveQuery,
    CopiesSchema,
    CorrectEntrySchema,
    DestroySchema,
    ExportSchema,
    IncidentsQuery,
    LettersQuery,
    OpenSchema,
    ReasonSchema,
    RegisterQuery,
    TakeOffSchema,
    Versioned,
)
from services.registry.schemas.shown import (
    ArchiveList,
    ArchiveSchema,
    DestructionList,
    DestructionSchema,
    EntryList,
    EntrySchema,
    IncidentList,
    IncidentSchema,
    LetterList,
    LetterSchema,
)

__all__ = [
    "AcknowledgeSchema",
    "AppraiseSchema",
    "ArchiveList",
    "ArchiveQuery",
    "ArchiveSchema",
    "CopiesSchema",
    "CorrectEntrySchema",
    "DestroySchema",
    "DestructionList",
    "DestructionSchema",
    "EntryList",
    "EntrySchema",
    "ExportSchema",
    "IncidentList",
    "IncidentSchema",
    "IncidentsQuery",
    "LetterList",
    "LetterSchema",
    "LettersQuery",
    "OpenSchema",
    "ReasonSchema",
    "RegisterQuery",
    "TakeOffSchema",
    "Versioned",
]
