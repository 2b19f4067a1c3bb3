"""Telephone numbers as people write them: read in any shape, kept in one, shown in the usual one.

Kept is a number of this country with its zero (``081234567890``, ``0430123456``), another country's with ``+``, one
without its area as it is; several stand with ``SEPARATOR`` between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from services.shared.paper.text import as_number

SEPARATOR = " / "
SHORTEST, LONGEST = 6, 15  # digits: a number within a town; the most that there are (ITU-T E.164)
MOST = 3  # numbers of one person
_END = 6  # digits by which a number is found without its area
_LABEL = re.compile(
    r"(?:https?://)?(?:wa\.me|api\.whatsapp\.com/send/?\?phone)[/=]"
    r"|\b(?:no(?:mor)?|hp|wa|whats ?app|te?lp?n?|tel(?:pon|epon|ephone)|ponsel|phone|mobile|fax?)\b[.: ]*"
    r"|\b(?:rumah|kantor|aktif)\b"
    r"|[?&]text=\S*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:[;,|&\n]|\b(?:dan|atau)\b(?:\s*/\s*(?:dan|atau)\b)?|(?<=\d)\s*(?=\+))\s*", re.IGNORECASE)
_NONE = re.compile(r"[-\s]*|(?:tidak|tdk|tak|belum) (?:ada|punya)|nihil", re.IGNORECASE)  # said where there is none
_AROUND = re.compile(r"^[^\w+(•●*]+|[^\w)•●*]+$")  # quotes, a tilde, a small picture; not what hides digits
_SHAPE = re.compile(r"\+?[\d\s().\-/]+")
_NEXT = re.compile(r"\s+(?:-\s+)?(?=[+0(])")  # where another number may begin
_SEEN = re.compile(r"(?<!\w)[+(]?\d[\d\s().\-/]*\d")  # a number among other words
_SHORT_AREAS = ("021", "022", "024", "031", "061")  # Jakarta, Bandung, Semarang, Surabaya, Medan; others have four


def read(text: str) -> list[str]:
    """The numbers that a text says, as they are kept; none for an empty text.

    Raises:
        ValueError: something else stands there (its argument says what), or too few or too many digits.
    """
    if _NONE.fullmatch(as_number(text).strip(" .")):
        return []
    said = [part for part in map(_bared, _BETWEEN.split(_LABEL.sub("", as_number(text)).strip())) if part]
    found = list(dict.fromkeys(_kept(number) for part in said for number in _parts(part)))
    if len(found) > MOST or not found:
        raise ValueError
    return found


def first_mobile(kept: str) -> str:
    """Of the numbers that are kept the one that a message can reach, with its country: ``+6281234567890``.

    Raises:
        ValueError: as ``read``.
    """
    numbers = read(kept)
    chosen = next((number for number in numbers if number.startswith(("08", "+"))), numbers[0])
    return chosen if chosen.startswith("+") else f"+62{chosen.removeprefix('0')}"


@dataclass(frozen=True)
class Reached:
    """How a number is reached from a page: its words, ``tel:`` and, of a mobile telephone, WhatsApp (no plus)."""

    shown: str
    tel: str
    whatsapp: str


def reached(kept: str) -> list[Reached]:
    """The numbers that are kept as links; none where other words stand there (hidden, unknown)."""
    try:
        return [_reached(number) for number in read(kept or "")]
    except ValueError:
        return []


def _reached(number: str) -> Reached:
    tel = number if not number.startswith("0") else f"+62{number.removeprefix('0')}"
    mobile = number.startswith(("08", "+"))
    return Reached(_shown(number), tel, tel.removeprefix("+") if mobile else "")


def shown(kept: str) -> str:
    """Kept numbers as people write them: ``0812-3456-7890 / (0430) 123456``; other words stay as they are."""
    try:
        return SEPARATOR.join(map(_shown, read(kept))) or kept
    except ValueError:
        return kept


def marks(kept: str) -> list[str]:
    """What kept numbers are found by: without zero or country, and by their end."""
    try:
        bare = [_bare(number) for number in read(kept)]
    except ValueError:
        return []
    return list(dict.fromkeys(mark for number in bare for mark in (number, number[-_END:])))


def asked(text: str) -> list[tuple[str, str]]:
    """Of a search: each part that may be a number, as it stands there, with what ``marks`` has for it."""
    return [(seen.group(), mark) for seen in _SEEN.finditer(as_number(text)) if (mark := _asked(seen.group()))]


def _bared(part: str) -> str:
    return _AROUND.sub("", part.strip()).strip()


def _asked(seen: str) -> str:
    try:
        kept = _kept(seen)
    except ValueError:  # digits of something else, such as an amount
        return ""
    return _bare(kept) if kept.startswith(("0", "+")) else _digits(seen)[-_END:]


def _parts(text: str) -> list[str]:
    """The numbers of a text without commas: beside each other, or with a stroke between them."""
    strokes = text.split("/")
    if len(strokes) > 1 and all(len(_digits(part)) >= SHORTEST for part in strokes):
        return strokes
    first, end = _digits(strokes[0]), _digits(strokes[-1])
    if len(strokes) == 2 and len(first) > len(end) + SHORTEST:  # 0430123456/57
        return [first, first[: -len(end)] + end] if end else [first]
    return _apart(text) if len(_digits(text)) > LONGEST else [text]


def _apart(text: str) -> list[str]:
    """Numbers behind each other, with no more than a space (or a hyphen in spaces) between them."""
    found: list[str] = []
    for part in _NEXT.split(text):
        if found and len(_digits(found[-1])) < SHORTEST + 3:  # the zero of one group: no number ends so soon
            found[-1] += part
        else:
            found.append(part)
    return found


def _kept(text: str) -> str:
    digits, plus = _digits(text), text.strip().lstrip("(").startswith("+")
    if not _SHAPE.fullmatch(text.strip().replace("(+", "+")) or not SHORTEST <= len(digits) <= LONGEST:
        raise ValueError(text)
    if digits.startswith("00"):
        digits, plus = digits[2:], True
    if plus and digits.startswith("0"):  # no country has such a code
        raise ValueError(text)
    if digits.startswith("62") and (plus or len(digits) > 9):
        return f"0{digits[2:].removeprefix('0')}"
    if plus:
        return f"+{digits}"
    return f"0{digits}" if digits.startswith("8") and len(digits) > 8 else digits


def _shown(number: str) -> str:
    if number.startswith("08") and len(number) > 9:
        return f"{number[:4]}-{number[4:8]}-{number[8:]}"
    if number.startswith("0"):
        area = number[: 3 if number.startswith(_SHORT_AREAS) else 4]
        return f"({area}) {number.removeprefix(area)}"
    return number


def _bare(kept: str) -> str:
    return kept.removeprefix("+").removeprefix("0")


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isascii() and char.isdigit())
