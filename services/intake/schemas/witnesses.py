"""What is asked of a witness (step 3)."""

from __future__ import annotations

from marshmallow import Schema

from services.handoffs.witnesses import UNASKED, WILLING
from services.shared.fields import choice, person_name, text

MOST = 20


class WitnessSchema(Schema):
    """One who saw it: the name, how to reach them, and whether they are willing to speak."""

    name = person_name("Nama saksi", width=6)
    contact = text("Telepon atau alamat", 150, optional=True, width=6)
    willing = choice("Bersedia memberi keterangan?", WILLING, default=UNASKED, must=None, blank=False)
