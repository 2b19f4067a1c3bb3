"""What people and messages do in the registry: one function per verb, one transaction each."""

from __future__ import annotations

from services.registry.actions.archiving import archive_copy, note_ended, retry_archive, store_part
from services.registry.actions.copying import make_copies
from services.registry.actions.correcting import correct_entry
from services.registry.actions.destroying import approve, destroy, send_back, submit, take_off
from services.registry.actions.holding import appraise, hold, release_hold
from services.registry.actions.receiving import receive, void
from services.registry.actions.registering import assign_number, record_register
from services.registry.actions.reserving import release_number, reserve_number
from services.registry.actions.stamping import stamp, stamp_on_paper

__all__ = [
    "appraise",
    "approve",
    "archive_copy",
    "assign_number",
    "correct_entry",
    "destroy",
    "hold",
    "make_copies",
    "note_ended",
    "receive",
    "record_register",
    "release_hold",
    "release_number",
    "reserve_number",
    "retry_archive",
    "send_back",
    "stamp",
    "stamp_on_paper",
    "store_part",
    "submit",
    "take_off",
    "void",
]
