"""The vendored fonts and the characters they can print."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

FOLDER = Path(__file__).parent / "fonts"


@lru_cache(maxsize=1)
def typst_fonts() -> typst.Fonts:
    """Our fonts for typst, without the system's or typst's own. Safe to share between threads."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)])


@lru_cache(maxsize=1)
def covered() -> frozenset[int]:
    """Code points that at least one vendored font has a glyph for, read from the files' ``cmap`` tables."""
    files = sorted([*FOLDER.glob("*.ttf"), *FOLDER.glob("*.otf")])
    return frozenset(point for file in files for point in _code_points(file.read_bytes()))


def _code_points(font: bytes) -> Iterator[int]:
    """Code points of one OpenType file (formats 4 and 12, OpenType 1.9 'cmap')."""
    cmap = _table(font, b"cmap")
    (count,) = struct.unpack(">H", cmap[2:4])
    offsets = {struct.unpack(">I", cmap[8 + 8 * i : 12 + 8 * i])[0] for i in range(count)}
    for offset in sorted(offsets):
        (form,) = struct.unpack(">H", cmap[offset : offset + 2])
        if form == 4:
            yield from _format_4(cmap[offset:])
        elif form == 12:
            yield from _format_12(cmap[offset:])


def _table(font: bytes, name: bytes) -> bytes:
    (count,) = struct.unpack(">H", font[4:6])
    for index in range(count):
        tag, _, offset, length = struct.unpack(">4sIII", font[12 + 16 * index : 28 + 16 * index])
        if tag == name:
            return font[offset : offset + length]
    raise ValueError(f"font without {name!r} table")


def _format_4(table: bytes) -> Iterator[int]:
    """Segment mapping: parallel arrays of ends, starts, deltas and range offsets."""
    (double,) = struct.unpack(">H", table[6:8])
    count = double // 2
    shape = f">{count}H"
    ends, starts, deltas, ranges = (
        struct.unpack(shape, table[start : start + double])
        for start in (14, 16 + double, 16 + 2 * double, 16 + 3 * double)
    )
    for i in range(count):
        for point in range(starts[i], min(ends[i], 0xFFFE) + 1):
            if ranges[i] == 0:
                glyph = (point + deltas[i]) & 0xFFFF
            else:
                at = 16 + 3 * double + 2 * i + ranges[i] + 2 * (point - starts[i])
                (glyph,) = struct.unpack(">H", table[at : at + 2])
            if glyph:
                yield point


def _format_12(table: bytes) -> Iterator[int]:
    """Segmented coverage: groups of (first code point, last code point, first glyph)."""
    (count,) = struct.unpack(">I", table[12:16])
    for index in range(count):
        first, last, _ = struct.unpack(">III", table[16 + 12 * index : 28 + 12 * index])
        yield from range(first, last + 1)
