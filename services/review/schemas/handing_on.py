"""What the handing on of somebody's work takes."""

from __future__ import annotations

from marshmallow import Schema

from services.shared.fields import choice, text


class HandOnSchema(Schema):
    """Whose open work, to whom, and why."""

    username = choice("Pekerjaan siapa", "burdened", description="username of who leaves or is ill")
    to = choice("Dialihkan kepada", "team", description="username of an active member of the team")
    reason = text("Alasan", 300, 5, rows=2, hint="Tercatat pada setiap pengaduannya, misalnya: pindah tugas, sakit")
