"""Who writes a row: the person, the moment, and the appointment where somebody acts in another's office."""

from __future__ import annotations

from typing import Any

from services.shared.people import Role
from services.shared.work import Work


def signed(work: Work, role: Role) -> dict[str, Any]:
    """Who writes a row, and when; with the appointment where they act in the office of ``role`` (Plt., Plh., a.n.)."""
    acting = work.actor.acting
    as_acting = acting.as_dict() if acting and acting.role == role else None
    return {"by": work.actor.username, "by_name": work.actor.name, "at": work.now, "acting": as_acting}
