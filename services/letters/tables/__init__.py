"""Tables of the letters service, in its own schema."""

from __future__ import annotations

from services.handoffs import tables as handoffs
from services.letters.tables.base import Base
from services.letters.tables.classification import AddedClassification
from services.letters.tables.letter import Letter
from services.letters.tables.passphrases import PassphraseTries, PassphraseUnderWay
from services.letters.tables.template import Template
from services.letters.tables.versions import Attachment, Correction, Draft, Initial
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
APPEND_ONLY: tuple[str, ...] = ("audit", "initial", "template")
__all__ = [
    "APPEND_ONLY",
    "METADATAS",
    "AddedClassification",
    "Attachment",
    "Base",
    "Correction",
    "Draft",
    "Initial",
    "Letter",
    "PassphraseTries",
    "PassphraseUnderWay",
    "Template",
]
