"""One function per verb: what happens to a letter (steps 14 and 15)."""

from __future__ import annotations

from services.letters.actions.attaching import attach, detach
from services.letters.actions.drafting import save_draft, submit_draft
from services.letters.actions.initials import initial, pass_on_all, return_draft
from services.letters.actions.numbers import approve, lapse_numbers, number_reserved
from services.letters.actions.paper import sign_on_paper
from services.letters.actions.remote import not_signed, take_signed
from services.letters.actions.requests import cancel, note_case_ended, note_conflict, receive
from services.letters.actions.review import request_correction
from services.letters.actions.signatory import set_signatory
from services.letters.actions.signing import sign

__all__ = [
    "approve",
    "attach",
    "cancel",
    "detach",
    "initial",
    "lapse_numbers",
    "not_signed",
    "note_case_ended",
    "note_conflict",
    "number_reserved",
    "pass_on_all",
    "receive",
    "request_correction",
    "return_draft",
    "save_draft",
    "set_signatory",
    "sign",
    "sign_on_paper",
    "submit_draft",
    "take_signed",
]
