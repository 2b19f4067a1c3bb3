"""Fonts of a PDF/A-2b file (ISO 19005-2, 6.2.11): embedded, as wide as they say, and every sign there."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Dictionary, Name, Stream

Faults = Iterator[str]
WIDER = 1.0  # thousandths of an em that a width may differ


def of_fonts(opened: pikepdf.Pdf) -> Faults:
    """Each font that anything of the file uses, and each sign that is shown."""
    fonts = [one for one in opened.objects if isinstance(one, Dictionary) and one.get("/Type") == "/Font"]
    if not fonts:
        yield "6.2.11 no font: is this a picture?"
    for font in fonts:
        yield from (f"{fault} ({font.get('/BaseFont', '')})" for fault in _font(font))
    for stream in _drawn(opened):
        yield from _shown(stream)


def _font(font: Dictionary) -> Faults:
    if font.Subtype == "/Type0":
        if font.Encoding not in ("/Identity-H", "/Identity-V"):
            yield "6.2.11.3.3 encoding"
        if "/ToUnicode" not in font:
            yield "6.2.11.7 no word can be copied: ToUnicode"
        return
    described = font.get("/FontDescriptor", {})
    if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(described.keys()):
        yield "6.2.11.4 not embedded"
        return
    if font.Subtype == "/CIDFontType2":
        yield from _truetype(font, described)


def _truetype(font: Dictionary, described: Dictionary) -> Faults:
    if "/CIDToGIDMap" not in font:
        yield "6.2.11.3.2 CIDToGIDMap"
    elif font.CIDToGIDMap == Name.Identity and "/FontFile2" in described:
        program = TTFont(BytesIO(described.FontFile2.read_bytes()), lazy=True)
        scale, order = 1000 / program["head"].unitsPerEm, program.getGlyphOrder()
        for sign, width in _widths(font):
            if sign >= len(order):
                yield f"6.2.11.4 sign {sign} is not in the program"
            elif abs(program["hmtx"][order[sign]][0] * scale - width) > WIDER:
                yield f"6.2.11.5 sign {sign} is said to be {width} wide"


def _widths(font: Dictionary) -> Iterator[tuple[int, float]]:
    """``/W``: ``c [w1 w2 …]`` or ``first last w``."""
    said: list[Any] = list(font.get("/W", []))
    while said:
        first, second = int(said.pop(0)), said.pop(0)
        if isinstance(second, pikepdf.Array):
            yield from ((first + at, float(width)) for at, width in enumerate(second))
        else:
            width = float(said.pop(0))
            yield from ((sign, width) for sign in range(first, int(second) + 1))


def _drawn(opened: pikepdf.Pdf) -> Iterator[Any]:
    yield from opened.pages
    yield from (one for one in opened.objects if isinstance(one, Stream) and one.get("/Subtype") == "/Form")


def _shown(drawn: Any) -> Faults:
    """Every font here has two bytes a sign (Identity); sign 0 is the one that stands for what a font lacks."""
    depth = 0
    for operands, operator in pikepdf.parse_content_stream(drawn):
        depth += {"q": 1, "Q": -1}.get(str(operator), 0)
        if depth > 28:
            yield "6.1.13 states nested deeper than 28"
        if str(operator) in ("Tj", "TJ", "'", '"'):
            texts = operands[0] if str(operator) == "TJ" else operands[-1:]
            raw = b"".join(bytes(text) for text in texts if isinstance(text, pikepdf.String))
            if any(raw[at : at + 2] == b"\0\0" for at in range(0, len(raw), 2)):
                yield "6.2.11.8 a sign that the font lacks (.notdef)"
