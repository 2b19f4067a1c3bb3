"""A case as its applicant may see it, for pages and API alike, within limits per address and per code."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import request

from services.intake.rules.codes import hash_code, normalise
from services.intake.tracking import queries
from services.intake.tracking.progress import progress
from services.intake.tracking.words import CODES
from services.shared.errors import Missing
from services.shared.web.service import current_service

PER_ADDRESS = "60 per minute"
PER_CODE = "20 per minute"
UNKNOWN = "Kode ini tidak kami temukan. Periksa lagi kode pada tanda terima, atau tanyakan di loket."


def code_key() -> str:
    """What the throttle per code counts by: all spellings of a code together, and never the code itself."""
    typed = str((request.view_args or {}).get("code", ""))
    return "tracking:" + hashlib.sha256((normalise(typed) or typed).encode()).hexdigest()[:24]


def case_of(code: str) -> dict[str, Any]:
    """Where the case of a code is, what comes next, until when, and what is missing.

    Raises:
        Missing: no such code.
    """
    normal = normalise(code)
    if normal is None:
        raise Missing(UNKNOWN)
    with current_service().reading() as session:
        facts = queries.by_tracking_hash(session, hash_code(normal))
    if facts is None:
        raise Missing(UNKNOWN)
    seen = progress(facts)
    steps = [
        {"label": label, "state": state, "at": facts.dates.get(step) if state in {"done", "current"} else None}
        for step, (label, state) in zip(CODES, seen.steps, strict=True)
    ]
    return vars(facts) | vars(seen) | {"steps": steps}
