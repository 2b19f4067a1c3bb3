"""One function per verb: what happens to a letter (steps 14 and 15)."""

from __future__ import annotations

from services.letters.actions.drafting import save_draft, submit_draft
from services.letters.actions.requests import cancel, note_case_ended, receive
from services.letters.actions.review import request_correction
from services.letters.actions.signing import sign

__all__ = ["cancel", "note_case_ended", "receive", "request_correction", "save_draft", "sign", "submit_draft"]
