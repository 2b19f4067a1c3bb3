"""When two complaints look alike (step 4): the same applicant, the same place, near in time, similar words. Pure.

A hint for the clerk, never a wall: two people may well complain about the same thing, and one person twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

VERDICTS = {"open": "Belum dinilai", "same": "Kejadian yang sama", "different": "Bukan kejadian yang sama"}
REASONS = {
    "applicant": "pemohon sama (NIK)",
    "place": "tempat mirip",
    "time": "waktu berdekatan",
    "text": "uraian mirip",
}
NEAR = timedelta(days=7)  # between two events
SAME_APPLICANT_WITHIN = timedelta(days=180)
PLACE, TEXT = 0.5, 0.3  # similarity by trigrams, 0 to 1, from which two places or two texts are alike
MOST = 5  # likenesses that are kept of one complaint
WEIGHTS = {"applicant": 40, "place": 20, "time": 15, "text": 25}


@dataclass(frozen=True)
class Compared:
    """An earlier complaint beside the new one: days between the events, similarities from 0 to 1."""

    case_no: str
    same_applicant: bool
    days_apart: int
    place: float
    text: float


def reasons(other: Compared) -> list[str]:
    """In which ways the two are alike."""
    alike = {
        "applicant": other.same_applicant,
        "place": other.place >= PLACE,
        "time": other.days_apart <= NEAR.days,
        "text": other.text >= TEXT,
    }
    return [reason for reason, is_so in alike.items() if is_so]


def is_alike(found: Iterable[str]) -> bool:
    """The same applicant and one thing more; or the same place at the same time in similar words."""
    ways = set(found)
    return len(ways) > 1 if "applicant" in ways else ways >= {"place", "time", "text"}


def score(other: Compared) -> int:
    """How much alike, in percent: only for the order in which the clerk sees them."""
    found = set(reasons(other))
    whole = sum(WEIGHTS[reason] for reason in found & {"applicant", "time"})
    return round(whole + WEIGHTS["place"] * min(other.place, 1) + WEIGHTS["text"] * min(other.text, 1))


def strongest(others: Iterable[Compared]) -> list[tuple[Compared, list[str], int]]:
    """Those that look alike, most alike first, at most ``MOST``: (other, reasons, score)."""
    ranked = [(other, reasons(other), score(other)) for other in others]
    alike = [row for row in ranked if is_alike(row[1])]
    return sorted(alike, key=lambda row: (-row[2], row[0].case_no))[:MOST]
