"""Appointments of acting heads as their page shows them."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Row

from services.shared.calendar import clock
from services.shared.config.office import Office
from services.shared.rights.people import Acting, Actor, Role


def line(row: Row[Any], office: Office, today: date, reader: Actor) -> dict[str, Any]:
    """One appointment: who, as what, how long, by which decree, whether it counts today, or waits for this reader."""
    facts = {name: getattr(row, name) for name in ("kind", "position", "rank", "nip", "decree", "decree_on")}
    ended = row.ended_at is not None or row.ends_on < today
    waits = not ended and row.confirmed_at is None
    state = ("Berlaku", "ok") if row.starts_on <= today else ("Akan datang", "info")
    state = ("Berakhir", "mute") if ended else ("Menunggu persetujuan", "warn") if waits else state
    return {
        "id": row.id,
        "name": row.name,
        "title": Acting(role=Role(row.role), **facts).title(office.official(row.role).title),
        "period": f"{clock.short_date(row.starts_on)} – {clock.short_date(row.ends_on)}",
        "decree": f"{row.decree}, {clock.short_date(row.decree_on)}",
        "ended_at": row.ended_at,
        "state": state,
        "open": not ended,
        "made_by": row.made_by,
        "confirmed_by": row.confirmed_by,
        "waits": waits,
        "second": waits and reader.username not in {row.made_by, row.username},
    }
