"""What the doctor found: one line, with what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from deploy.installation import Installation
from services.shared.config.settings import Settings


class Level(StrEnum):
    """How bad a finding is: a warning will become trouble, a failure is."""

    GOOD = "ok"
    WARNING = "warn"
    FAILURE = "FAIL"


@dataclass(frozen=True)
class Finding:
    """One line of the doctor: what was looked at, what was found, what to do."""

    level: Level
    subject: str
    found: str
    advice: str = ""


Findings = Iterator[Finding]
Look = Callable[[Installation, dict[str, Settings]], Findings]  # with the settings of each service


def good(subject: str, found: str) -> Finding:
    """As it should be."""
    return Finding(Level.GOOD, subject, found)


def warning(subject: str, found: str, advice: str) -> Finding:
    """It will become trouble."""
    return Finding(Level.WARNING, subject, found, advice)


def failure(subject: str, found: str, advice: str) -> Finding:
    """It is trouble."""
    return Finding(Level.FAILURE, subject, found, advice)


def some_of(names: Iterable[str], shown: int) -> str:
    """The first names, and how many more there are."""
    known = list(names)
    more = f" and {len(known) - shown} more" if len(known) > shown else ""
    return ", ".join(known[:shown]) + more
