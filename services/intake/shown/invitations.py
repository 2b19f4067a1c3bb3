"""Appointments as pages and programs are shown them."""

from __future__ import annotations

from typing import Any

from services.intake.tables import Invitation

SHOWN = (
    "meeting_id",
    "kind",
    "held_on",
    "clock_time",
    "place",
    "purpose",
    "papers",
    "awaited",
    "state",
    "given_at",
    "given_by",
    "given_how",
)


def of_case(row: Invitation | None) -> dict[str, Any] | None:
    """The appointment that waits for its day."""
    if row is None:
        return None
    return {name: getattr(row, name) for name in SHOWN}
