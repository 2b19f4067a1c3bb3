"""What pages and API of tracking ask of a request: the case of the code, within limits per address and per code."""

from __future__ import annotations

import hashlib

from flask import request

from services.intake.rules.codes import hash_code, normalise
from services.intake.tracking import queries
from services.intake.tracking.progress import Facts, Progress, progress
from services.shared.errors import Missing
from services.shared.web.service import current_service

PER_ADDRESS = "60 per minute"
PER_CODE = "20 per minute"
UNKNOWN = "Kode ini tidak kami temukan. Periksa lagi kode pada tanda terima, atau tanyakan di loket."


def code_key() -> str:
    """What the throttle per code counts by: all spellings of a code together, and never the code itself."""
    typed = str((request.view_args or {}).get("code", ""))
    return "tracking:" + hashlib.sha256((normalise(typed) or typed).encode()).hexdigest()[:24]


def look_up(code: str) -> tuple[Facts, Progress]:
    """The case of a code as its applicant may see it.

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
    return facts, progress(facts)
