"""Schema of step 8c."""

from __future__ import annotations

from services.review.rules.choices import URGENCIES
from services.shared.fields import Versioned, choice, day, several, text


class DisposeToTeamSchema(Versioned):
    """Step 8c: members, instructions, note, urgency and due day."""

    members = several("Diteruskan kepada", "team", required="Wajib diisi.", most=30)
    instructions = several("Dengan hormat harap", "instructions")
    note = text("Catatan", 2000, optional=True, rows=3)
    urgency = choice("Sifat", URGENCIES)
    due = day("Batas waktu")
