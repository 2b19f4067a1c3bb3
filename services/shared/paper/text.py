"""Text as people paste it, and on its way to paper: cleaned without a question, and always printable."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from services.shared.paper.fonts import covered

# Of what nobody sees these stay: joiners, with which Javanese script and emoji are made; tags, which are the flags of
# regions; and the frames of numbers in Arabic. All else goes: soft hyphens, marks of zero width, the place of an object
# that was not pasted, and what turns the direction of writing: it can show a reader other words than the file holds.
_JOINING = {0x200C, 0x200D, *range(0xE0020, 0xE0080), *range(0x0600, 0x0606), 0x06DD, 0x070F, 0x08E2}
_NOTHING = {0x034F, 0xFFFC}
_BLANK = {0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0}  # letters and signs that are drawn as a space
# What word processors mean by a place of their own in the fonts Symbol and Wingdings, and by hyphens that do not break.
_MEANT = {
    "\uf0b7": "•", "\uf0a7": "▪", "\uf06e": "▪", "\uf0d8": "➢", "\uf076": "❖", "\uf0fc": "✓", "\uf0fb": "✗",
    "\uf0e0": "→", "\uf0a8": "☐", "\uf0fe": "☑", "\uf02d": "-", "\uf020": " ", "\u2011": "-", "\u00a0": " ",
    "\u2028": "\n", "\u2029": "\n", "\x0b": "\n", "\x0c": "\n", "\x85": "\n",
}  # fmt: skip
_HIDDEN = re.compile("(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0020-\U000e007f]+")  # tags of no flag hold words
_LINES = re.compile(r"\s*\n\s*")
_BULLET = re.compile(r"(?m)^([^\S\n]*)[\uf020-\uf0ff](?=\s)")  # of Symbol or Wingdings, at a line's beginning
UNPRINTABLE = "□"  # stands on paper for a sign that no font has


def clean(text: str) -> str:
    """Canonical text (NFC), line breaks as ``\\n``, and of what was pasted with it only what was meant."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if text.isascii() and text.isprintable():
        return text
    return _BULLET.sub(r"\1•", _HIDDEN.sub("", "".join(map(_clean_character, text))))


def in_one_line(text: str) -> str:
    """Clean text for a place that has one line: what was pasted on several stands behind each other."""
    return _LINES.sub(" ", clean(text)).strip()


def as_number(text: str) -> str:
    """Clean text that should hold a number: digits of every width and script are 0 to 9, every dash is a hyphen."""
    return "".join(map(_of_number, clean(text)))


def _of_number(char: str) -> str:
    if char.isascii():
        return char
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    return "-" if unicodedata.category(char) == "Pd" or char == "\u2212" else unicodedata.normalize("NFKC", char)


def _clean_character(char: str) -> str:
    if char in _MEANT:
        return _MEANT[char]
    point, category = ord(char), unicodedata.category(char)
    if category == "Zs" or point in _BLANK:
        return " "
    seen = category not in {"Cc", "Cf", "Cs"} or point in _JOINING or char in "\n\t"
    return char if seen and point not in _NOTHING and not _is_no_character(point) else ""


def _is_no_character(point: int) -> bool:
    """Never will there be one: U+FDD0 to U+FDEF, and the last two of each plane."""
    return 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE


def printable(text: str) -> str:
    """Clean text with a visible box for each sign that no font has: printing never stops a step.

    A letter in another dress (𝓜, Ⓑ) is printed in its usual one.
    """
    text = clean(text).replace("\t", " ")  # which has no glyph either: words would stand together
    return text.translate({ord(char): _plain(char) or UNPRINTABLE for char in _without_glyph(text)})


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
    return [char for char in _without_glyph(text) if not _plain(char)]


def _without_glyph(text: str) -> list[str]:
    if text.isascii():
        return []
    return [char for char in dict.fromkeys(text) if ord(char) not in covered() and not _invisible(char)]


def _plain(char: str) -> str:
    """The same sign as everybody writes it, where there is one that is printed; else nothing."""
    usual = unicodedata.normalize("NFKC", char)
    return usual if usual != char and all(ord(part) in covered() for part in usual) else ""


def _invisible(char: str) -> bool:
    """Joiners, variation selectors and the like: typst prints nothing for them (but U+0600..05 have shapes)."""
    if char in "\n\t" or 0xFE00 <= ord(char) <= 0xFE0F or ord(char) == 0x034F:
        return True
    return unicodedata.category(char) == "Cf" and not 0x0600 <= ord(char) <= 0x0605


def is_picture(text: str) -> bool:
    """Whether a string is SVG, made by ``qr`` or ``picture``, and not words."""
    return text.startswith(("<svg", "<?xml"))
