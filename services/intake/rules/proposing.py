"""Step 3: kind and title of a complaint proposed from the words of its story, by the office's own list.

The clerk changes whatever does not fit; where no word is found nothing is proposed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from services.shared import folding
from services.shared.config.proposals import Proposal

LONGEST = 150  # letters of a title


@dataclass(frozen=True)
class Proposed:
    """A code of the office's kinds and a title; both empty where nothing is proposed."""

    category: str = ""
    title: str = ""


def propose(story: str, place: str, known: Mapping[str, Proposal]) -> Proposed:
    """The kind whose words the story has most of; of several the first in the office's file."""
    words = folding.asked(story)
    counted = {code: _found(words, one.words) for code, one in known.items()}
    best = max(counted, key=lambda code: counted[code], default="")
    if not best or not counted[best]:
        return Proposed()
    title, where = known[best].title, f" di {place}" if place else ""
    return Proposed(best, title + where if len(title) + len(where) <= LONGEST else title)


def _found(words: list[str], wanted: tuple[str, ...]) -> int:
    """How many of the wanted words begin a word of the story."""
    beginnings = [begin for one in wanted for begin in folding.asked(one)]
    return sum(any(word.startswith(begin) for word in words) for begin in beginnings)
