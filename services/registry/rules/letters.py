"""Steps 16c and 16d: by what a sealed letter is judged, and how many copies are made of it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from services.shared.signing.signers import Named
from services.shared.signing.verdict import Way

MOST_COPIES = 20


class Signed(Protocol):
    """What a letter says of who signed it."""

    signer_title: str
    signer_name: str
    signer_nip: str
    signed_at: datetime


def signer_named(letter: Signed) -> Named:
    """The official whom the letter names, and when it was signed."""
    return Named(letter.signer_title, letter.signer_name, letter.signer_nip, letter.signed_at)


def way_of(signing: str, numbering: str) -> Way:
    """By what a letter is judged: the seal, a provider's signature over a printed number, or the hash of a scan."""
    if signing == "wet":
        return "paper"
    return "locked" if signing == "bsre" and numbering == "reserved" else "sealed"
