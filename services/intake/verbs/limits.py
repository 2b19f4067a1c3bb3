"""How often a tracking code may be asked, per caller and per code."""

from __future__ import annotations

import hashlib

from flask import request

from services.intake.rules.codes import normalise

PER_ADDRESS = "60 per minute"
PER_CODE = "20 per minute"


def code_key() -> str:
    """What the throttle per code counts by: all spellings of a code together, and never the code itself."""
    typed = str((request.view_args or {}).get("code", ""))
    return "tracking:" + hashlib.sha256((normalise(typed) or typed).encode()).hexdigest()[:24]
