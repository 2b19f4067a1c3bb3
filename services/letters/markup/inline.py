"""Bold and italic within a line: ``**bold**``, ``*italic*``, ``***both***``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from services.shared.paper.letter import Line, Run

_TOKEN = re.compile(r"\\[\\*|]|\*+|[^\\*]+|\\")
_BOLD, _ITALIC = 2, 1  # stars; three are both


@dataclass
class _Mark:
    """One to three stars that switch bold, italic or both on or off."""

    stars: int


def parse_runs(text: str) -> tuple[Run, ...]:
    """The text as runs of one style each, none empty, neighbours of different style."""
    parts = _tokens(text)
    for kind in (_BOLD, _ITALIC):
        _make_even(parts, kind)
    return _runs(parts)


def _tokens(text: str) -> list[str | _Mark]:
    parts: list[str | _Mark] = []
    for found in _TOKEN.finditer(text):
        token = found[0]
        if token[0] == "*" and len(token) <= _BOLD + _ITALIC and not _alone(text, found.start(), found.end()):
            parts.append(_Mark(len(token)))
        else:
            parts.append(token[1] if len(token) == 2 and token[0] == "\\" else token)
    return parts


def _alone(text: str, start: int, end: int) -> bool:
    """Stars with white space (or nothing) on both sides are no marks: ``2 * 3``."""
    return not text[:start][-1:].strip() and not text[end : end + 1].strip()


def _make_even(parts: list[str | _Mark], kind: int) -> None:
    """A mark that has no partner becomes the stars that were typed."""
    places = [i for i, part in enumerate(parts) if isinstance(part, _Mark) and part.stars & kind]
    if len(places) % 2:
        mark = parts[places[-1]]
        if isinstance(mark, _Mark):
            rest = mark.stars ^ kind
            parts[places[-1] : places[-1] + 1] = ["*" * kind, _Mark(rest)] if rest else ["*" * kind]


def _runs(parts: list[str | _Mark]) -> tuple[Run, ...]:
    runs: list[Run] = []
    style = 0
    for part in parts:
        if isinstance(part, _Mark):
            style ^= part.stars
            continue
        bold, italic = bool(style & _BOLD), bool(style & _ITALIC)
        if runs and (runs[-1].bold, runs[-1].italic) == (bold, italic):
            part = runs.pop().text + part  # noqa: PLW2901 -- the neighbour grows
        runs.append(Run(part, bold, italic))
    return tuple(runs)


def plain_text(line: Line) -> str:
    """The words of a line without their style."""
    return line if isinstance(line, str) else "".join(run.text for run in line)
