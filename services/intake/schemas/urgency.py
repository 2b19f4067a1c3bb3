"""What a mark of urgency takes."""

from __future__ import annotations

from services.intake.rules.urgency import DANGERS
from services.shared.fields import Versioned, choice, text


class UrgentSchema(Versioned):
    """Why this cannot wait."""

    danger = choice("Bahayanya", DANGERS)
    reason = text(
        "Keadaannya", 300, 5, rows=2, hint="Apa yang terjadi, di mana, siapa yang terancam. Tanpa menunggu berkas."
    )
