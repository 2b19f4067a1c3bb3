"""Invitations at the desk: their words, and how the papers reach whoever is invited."""

from __future__ import annotations

from datetime import date

from services.handoffs.outcomes import MeetingKind
from services.shared.calendar import clock
from services.shared.config import zone
from services.shared.phrases import phrase

KINDS = {MeetingKind.FACE_TO_FACE: phrase("Tatap muka dengan Camat"), MeetingKind.MEDIATION: phrase("Mediasi")}
STATES = {"planned": "Dijadwalkan", "held": "Sudah dilaksanakan", "cancelled": "Tidak jadi"}
WAYS_OF_GIVING = {
    "desk": "Diserahkan kepada pemohon di loket",
    "courier": "Diantar petugas",
    "local": "Dititipkan kepada pemerintah setempat",
    "sent": "Dikirim fotonya lewat WhatsApp atau e-mail",
}


def when(held_on: date, clock_time: str) -> str:
    """Day and hour in words, without the place."""
    return f"{clock.DAYS[held_on.weekday()]}, {clock.long_date(held_on)} pukul {clock_time} {zone.name()}"
