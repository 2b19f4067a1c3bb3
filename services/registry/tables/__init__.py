"""Tables of the registry service, in its own schema."""

from __future__ import annotations

from services.handoffs import tables as handoffs
from services.registry.tables.agenda import AddedClassification, AgendaEntry, AgendaNumber, NumberBlock, NumberRequest
from services.registry.tables.archive import ArchiveCase, ArchiveItem, DossierPart
from services.registry.tables.base import Base
from services.registry.tables.book import RegisterEntry, RegisterWords
from services.registry.tables.checks import LetterCheck
from services.registry.tables.incidents import Incident
from services.registry.tables.letters import Letter, LetterCopy
from services.registry.tables.mistaken import MistakenOpening
from services.registry.tables.numbers import Counter, LetterNumber, ReservedNumber
from services.registry.tables.paper import PaperFile, PaperLoan
from services.registry.tables.retention import Destruction, DestructionApproval, DestructionItem
from services.registry.tables.seals import PackageSeal
from services.shared.audit import trail
from services.shared.files import brought
from services.shared.jobs import tables as jobs
from services.shared.notices import tables as notices
from services.shared.rights import barring

METADATAS = (
    trail.METADATA,
    jobs.METADATA,
    handoffs.METADATA,
    notices.METADATA,
    barring.METADATA,
    brought.METADATA,
    Base.metadata,
)
APPEND_ONLY: tuple[str, ...] = ("audit", "register_book", "letter_number", "package_seal", "agenda_book")

__all__ = [
    "APPEND_ONLY",
    "METADATAS",
    "AddedClassification",
    "AgendaEntry",
    "AgendaNumber",
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
    "LetterCheck",
    "LetterCopy",
    "LetterNumber",
    "MistakenOpening",
    "NumberBlock",
    "NumberRequest",
    "PackageSeal",
    "PaperFile",
    "PaperLoan",
    "RegisterEntry",
    "RegisterWords",
    "ReservedNumber",
]
