"""Steps 16c and 16d: by what a sealed letter is judged, and how many copies are made of it."""

from __future__ import annotations

from services.shared.signing.verdict import Way

MOST_COPIES = 20


def way_of(signing: str, numbering: str) -> Way:
    """By what a letter is judged: the seal, a provider's signature over a printed number, or the hash of a scan."""
    if signing == "wet":
        return "paper"
    return "locked" if signing == "bsre" and numbering == "reserved" else "sealed"
