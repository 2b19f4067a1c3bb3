"""What cannot be right in the pattern of letter numbers (16b), by which two letters would get one number, or none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from string import Formatter

from services.shared.config.spelling import nearest

NAMES = {"code", "number", "month", "year", "unit"}
NEEDED = {"code", "number", "year"}
ENTRY = "letters.number_pattern"
WIDTH = re.compile(r"0?[1-9]?d?")  # of a number
MOST = 80  # characters of a letter's number
Part = tuple[str, str | None, str | None, str | None]  # what stands before a word, the word, its form, what turns it


def mistakes(pattern: str, unit: str) -> Iterator[str]:
    """Each as ``entry: what is wrong``; ``unit`` is the office's own part of its numbers."""
    try:
        parts = list(Formatter().parse(pattern))
    except ValueError as error:
        yield f"{ENTRY}: {error}"
        return
    names = {name for _, name, _, _ in parts if name is not None}
    yield from _words(names, parts)
    if wrong := [word for _, word, form, turned in parts if turned or _is_no_width(word, form)]:
        yield f"{ENTRY}: {{{wrong[0]}}} may have no more than a width, as in {{number:03d}}"
    elif names <= NAMES and len(pattern.format(code="337", number=1, month="I", year=2026, unit=unit)) > MOST:
        yield f"{ENTRY}: makes numbers of more than {MOST} characters"


def _words(names: set[str], parts: Sequence[Part]) -> Iterator[str]:
    for name in sorted(names - NAMES):
        yield f"{ENTRY}: unknown word {{{name}}}{nearest(name, NAMES)}"
    for name in sorted(NEEDED - names):
        yield f"{ENTRY}: {{{name}}} is missing: letters of two years or classes would have the same number"
    for before, after in pairwise(parts):
        if after[1] is not None and not after[0]:
            yield f"{ENTRY}: nothing stands between {{{before[1]}}} and {{{after[1]}}}: two letters may get one number"


def _is_no_width(word: str | None, form: str | None) -> bool:
    return bool(form) and not (word == "number" and WIDTH.fullmatch(form or ""))
