"""What people and messages do in the registry: one function per verb, one transaction each."""

from __future__ import annotations

from services.registry.actions.approving import approve, destroy, send_back, submit, take_off
from services.registry.actions.archiving import archive_copy
from services.registry.actions.copying import make_copies
from services.registry.actions.ending import note_ended, retry_archive, store_part
from services.registry.actions.holding import appraise, hold, release_hold
from services.registry.actions.incidents import acknowledge
from services.registry.actions.numbering import assign_number, release_number, reserve_number
from services.registry.actions.packages import download_package, export_case
from services.registry.actions.receiving import receive, void
from services.registry.actions.registering import correct_entry, record_register
from services.registry.actions.stamping import stamp, stamp_on_paper

__all__ = [
    "acknowledge",
    "appraise",
    "approve",
    "archive_copy",
    "assign_number",
    "correct_entry",
    "destroy",
    "download_package",
    "export_case",
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
