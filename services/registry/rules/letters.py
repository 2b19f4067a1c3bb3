"""Steps 16c and 16d: by what a sealed letter is judged, and how many copies are made of it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from services.shared.signing.signers import Named
from services.shared.signing.verdict import Way

MOST_COPIES = 20
SENT_OUT = frozenset({"6", "8b"})  # steps whose letters to the applicant go out while the case goes on


INVITES = "8b"


class Signed(Protocol):
    """What a letter says of who signed it."""

    signer_title: str
    signer_name: str
    signer_nip: str
    signed_at: datetime


def is_collected(step: str, to_applicant: bool) -> bool:
    """Whether the applicant collects the letter at the desk (17); any other is sent as soon as it is sealed."""
    return to_applicant and step not in SENT_OUT


def hides_recipient(step: str, *, to_applicant: bool, confidential: bool) -> bool:
    """Whether the name of whom a letter addresses would tell who asked to stay hidden.

    An office that gets a letter about the case is none of that: the agenda says to whom it went. Who is invited may be
    a witness or a neighbour, by whom the applicant is known.
    """
    return confidential and (to_applicant or step == INVITES)


def signer_named(letter: Signed) -> Named:
    """The official whom the letter names, and when it was signed."""
    return Named(letter.signer_title, letter.signer_name, letter.signer_nip, letter.signed_at)


def way_of(signing: str, numbering: str) -> Way:
    """By what a letter is judged: the seal, a provider's signature over a printed number, or the hash of a scan."""
    if signing == "wet":
        return "paper"
    return "locked" if signing == "bsre" and numbering == "reserved" else "sealed"
