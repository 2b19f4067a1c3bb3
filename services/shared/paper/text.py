"""Text on its way to paper: made clean, and checked against what the fonts can print."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from services.shared.paper.errors import MissingGlyphs
from services.shared.paper.fonts import covered

# Bidirectional overrides and isolates: they can show a reader other words than the file holds.
_DROPPED = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF}
_LINE_BREAKS = {"\u2028", "\u2029", "\x0b", "\x0c", "\x85"}
_KEPT_CONTROLS = {"\n", "\t"}


def clean(text: str) -> str:
    """Canonical text (NFC), line breaks as ``\\n``, no other control characters, no bidirectional overrides.

    Pasting from word processors brings form feeds, vertical tabs and odd spaces; none of them is worth a refusal.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if text.isascii() and text.isprintable() else "".join(map(_clean_character, text))


def _clean_character(char: str) -> str:
    if char in _LINE_BREAKS:
        return "\n"
    category = unicodedata.category(char)
    if ord(char) in _DROPPED or (category in {"Cc", "Cs"} and char not in _KEPT_CONTROLS):
        return ""
    return " " if category == "Zs" and char != "\u00a0" else char


def clean_data(value: Any) -> Any:
    """The same structure, dataclasses as mappings, with every string cleaned; pictures (SVG text) pass untouched."""
    if isinstance(value, str):
        return value if is_picture(value) else clean(value)
    if isinstance(value, list | tuple):
        return [clean_data(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        value = vars(value)
    if isinstance(value, Mapping):
        return {key: clean_data(item) for key, item in value.items()}
    return value


def check_glyphs(data: Any) -> None:
    """Raise MissingGlyphs, naming characters and fields, if a string of ``data`` cannot be printed."""
    characters: dict[str, None] = {}
    where: dict[str, None] = {}
    for path, text in strings(data):
        for char in missing(text):
            characters[char] = None
            where[path] = None
    if characters:
        raise MissingGlyphs(list(characters), list(where))


def missing(text: str) -> list[str]:
    """Characters of ``text`` that no font prints, in order, each once. Invisible characters count as printable."""
    if text.isascii():
        return []
    return [char for char in dict.fromkeys(text) if ord(char) not in covered() and not _invisible(char)]


def _invisible(char: str) -> bool:
    """Joiners, variation selectors and the like: typst prints nothing for them (but U+0600..05 have shapes)."""
    if char in "\n\t" or 0xFE00 <= ord(char) <= 0xFE0F or ord(char) == 0x034F:
        return True
    return unicodedata.category(char) == "Cf" and not 0x0600 <= ord(char) <= 0x0605


def strings(value: Any) -> list[tuple[str, str]]:
    """Every printable string of ``value`` with its path, as ``("body[2].runs[0].text", "…")``."""
    found: list[tuple[str, str]] = []
    _collect(value, "", found)
    return found


def _collect(value: Any, path: str, found: list[tuple[str, str]]) -> None:
    if isinstance(value, str):
        if not is_picture(value):
            found.append((path, value))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            _collect(item, f"{path}[{index}]", found)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            _collect(item, f"{path}.{key}" if path else str(key), found)


def is_picture(text: str) -> bool:
    """Whether a string is SVG, made by ``qr`` or ``picture``, and not words."""
    return text.startswith(("<svg", "<?xml"))
