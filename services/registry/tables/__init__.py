"""Tables of the registry service, in its own schema."""

from __future__ import annotations

from services.handoffs import tables as handoffs
from services.registry.tables.archive import ArchiveCase, DossierPart, Incident
from services.registry.tables.base import Base
from services.registry.tables.book import Counter, RegisterEntry
from services.registry.tables.destruction import Destruction, DestructionApproval, DestructionItem
from services.registry.tables.letters import ArchiveItem, Letter, LetterCopy, LetterNumber
from services.registry.tables.reserved import ReservedNumber
from services.shared.audit import trail
from services.shared.jobs import schedule
from services.shared.notices import tables as notices

METADATAS = (trail.METADATA, schedule.METADATA, handoffs.METADATA, notices.METADATA, Base.metadata)
APPEND_ONLY: tuple[str, ...] = ("audit", "register_book", "letter_number")

__all__ = [
    "APPEND_ONLY",
    "METADATAS",
    "ArchiveCase",
    "ArchiveItem",
    "Base",
    "Counter",
    "Destruction",
    "DestructionApproval",
    "DestructionItem",
    "DossierPart",
    "Incident",
    "Letter",
    "LetterCopy",
    "LetterNumber",
    "RegisterEntry",
    "ReservedNumber",
]
