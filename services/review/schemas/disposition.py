"""Schema of step 8c."""

from __future__ import annotations

from services.review.rules.choices import URGENCIES
from services.shared.fields import Versioned, choice, day, several, text


class DisposeToTeamSchema(Versioned):
    """Step 8c: members, who of them leads (left out: the first), instructions, note, urgency and due day."""

    members = several("Diteruskan kepada", "team", required="Wajib diisi.", most=30)
    leader = choice("Ketua tim", "team", default="", must=None, blank="Yang pertama di atas")
    instructions = several("Dengan hormat harap", "instructions")
    note = text("Catatan", 2000, optional=True, rows=3)
    urgency = choice("Sifat", URGENCIES)
    due = day("Batas waktu")


class ChangeDispositionSchema(DisposeToTeamSchema):
    """Step 8c again: the disposition as it shall be from now on, and why."""

    reason = text("Alasan perubahan", 500, 5, rows=2)
