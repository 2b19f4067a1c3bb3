"""What people and messages do in the registry: one function per verb, one transaction each."""

from __future__ import annotations

from services.registry.actions.archiving import archive_copy, note_ended, retry_archive, store_part
from services.registry.actions.copying import make_copies
from services.registry.actions.correcting import correct_entry
from services.registry.actions.receiving import receive, void
from services.registry.actions.registering import assign_number, record_register
from services.registry.actions.stamping import stamp

__all__ = [
    "archive_copy",
    "assign_number",
    "correct_entry",
    "make_copies",
    "note_ended",
    "receive",
    "record_register",
    "retry_archive",
    "stamp",
    "store_part",
    "void",
]
