"""Whether a witness is willing to speak, in the words that the desk and review share."""

from __future__ import annotations

UNASKED = "unasked"
WILLING = {"yes": "Bersedia memberi keterangan", "no": "Tidak bersedia", UNASKED: "Belum ditanya"}
HIDDEN = "Dirahasiakan"  # where who saw it would tell who complained


def willing_of(code: str) -> str:
    """One answer in words."""
    return WILLING.get(code, WILLING[UNASKED])
