"""Text as people paste it, and on its way to paper: cleaned without a question, and always printable."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from services.shared.paper.fonts import covered

# Nobody types these: soft hyphens, marks of zero width, and whatever turns the direction of writing, which can show a
# reader other words than the file holds. Joiners (U+200C, U+200D) stay: Javanese script and emoji are made with them.
_DROPPED = {0xAD, 0x180E, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF}
# What word processors mean by a place of their own in the fonts Symbol and Wingdings, and by hyphens that do not break.
_MEANT = {
    "\uf0b7": "•", "\uf0a7": "▪", "\uf06e": "▪", "\uf0d8": "➢", "\uf076": "❖", "\uf0fc": "✓", "\uf0fb": "✗",
    "\uf0e0": "→", "\uf0a8": "☐", "\uf0fe": "☑", "\uf02d": "-", "\uf020": " ", "\u2011": "-", "\u00a0": " ",
    "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n",
}  # fmt: skip
UNPRINTABLE = "□"  # stands on paper for a sign that no font has


def clean(text: str) -> str:
    """Canonical text (NFC), line breaks as ``\\n``, and of what was pasted with it only what was meant."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text if text.isascii() and text.isprintable() else "".join(map(_clean_character, text))


def _clean_character(char: str) -> str:
    if char in _MEANT:
        return _MEANT[char]
    category = unicodedata.category(char)
    if ord(char) in _DROPPED or (category in {"Cc", "Cs"} and char not in "\n\t"):
        return ""
    return " " if category == "Zs" else char


def printable(text: str) -> str:
    """Clean text with a visible box for each sign that no font has: printing never stops a step."""
    text = clean(text)
    return text.translate(dict.fromkeys(map(ord, missing(text)), UNPRINTABLE))


def for_paper(value: Any) -> Any:
    """The same structure, dataclasses as mappings, every string printable; pictures (SVG text) pass untouched."""
    if isinstance(value, str):
        return value if is_picture(value) else printable(value)
    if isinstance(value, list | tuple):
        return [for_paper(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        value = vars(value)
    if isinstance(value, Mapping):
        return {key: for_paper(item) for key, item in value.items()}
    return value


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


def is_picture(text: str) -> bool:
    """Whether a string is SVG, made by ``qr`` or ``picture``, and not words."""
    return text.startswith(("<svg", "<?xml"))
