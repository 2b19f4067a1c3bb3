"""Where in the form something stands that cannot be printed. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from services.shared.paper.errors import MissingGlyphs
from services.shared.paper.text import missing

# Where a path in the paper's data comes from in the form; the first block of the paper's body is the opening.
_SOURCES = (
    (re.compile(r"subject"), "subject"),
    (re.compile(r"attachments"), "attachments"),
    (re.compile(r"addressee\.name"), "recipient_name"),
    (re.compile(r"addressee\.lines.*"), "recipient_lines"),
    (re.compile(r"addressee\.place"), "recipient_place"),
    (re.compile(r"body\[0\].*"), "opening"),
    (re.compile(r"body.*"), "body"),
    (re.compile(r"closing.*"), "closing"),
    (re.compile(r"copies.*"), "copies_to"),
)
_AROUND = 15  # letters shown before and after


def at_fields(error: MissingGlyphs, content: Mapping[str, Any]) -> dict[str, list[str]]:
    """Messages by field of the form, each with the line and the words around what cannot be printed."""
    fields = {_source(path) for path in error.where}
    found = {name: _places(content[name]) for name in fields if name}
    named = {f"content.{name}": places for name, places in found.items() if places}
    return named or {f"content.{name}" if name else "": [error.message] for name in fields}


def _source(path: str) -> str:
    return next((name for pattern, name in _SOURCES if pattern.fullmatch(path)), "")


def _places(value: str | list[str]) -> list[str]:
    lines = value if isinstance(value, list) else value.split("\n")
    return [
        f"Baris {number}: tanda {char} (U+{ord(char[0]):04X}) di “{_words(line, line.index(char))}” tidak dapat "
        "dicetak, mohon diganti atau dihapus."
        for number, line in enumerate(lines, start=1)
        for char in missing(line)
    ]


def _words(line: str, at: int) -> str:
    start, end = max(at - _AROUND, 0), at + 1 + _AROUND
    return f"{'…' if start else ''}{line[start:end].strip()}{'…' if end < len(line) else ''}"
