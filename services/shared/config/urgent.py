"""The part of the office's file about cases that cannot wait."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field, field_validator

from services.shared.config.part import Part

Hours = Annotated[int, Field(gt=0, le=8760)]  # a year


class UrgentRules(Part):
    """A case that cannot wait: who is near, whom the alert reaches at once, and the steps' limits in hours.

    ``bhabinkamtibmas``: name and telephone as the desk's page shows them. ``alerts``: by role the channel that its
    holder chose, ``whatsapp:+62811…``, ``sms:…`` or ``email:…``. The hours run day and night.
    """

    bhabinkamtibmas: str = Field(default="", max_length=200)
    alerts: dict[str, str] = {}
    hours: dict[str, Hours] = {
        "verification": 2, "direction": 2, "disposition": 24, "decision": 4, "follow_up": 24, "letter": 24,
    }  # fmt: skip

    @field_validator("alerts")
    @classmethod
    def _reachable(cls, given: dict[str, str]) -> dict[str, str]:
        if unknown := given.keys() - {"camat", "section_head"}:
            raise ValueError(f"only camat and section_head, not {min(unknown)}")
        for entry in given.values():
            if not re.fullmatch(r"(whatsapp|sms):\s*\+?\d[\d -]{7,18}|email:[^@\s]+@[^@\s]+\.[^@\s]+", entry):
                raise ValueError("write whatsapp:+62811…, sms:+62811… or email:name@example.go.id")
        return given
