"""The vendored fonts and the characters they can print."""

from __future__ import annotations

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
    from fontTools.ttLib import TTFont

    files = sorted([*FOLDER.glob("*.ttf"), *FOLDER.glob("*.otf")])
    return frozenset(point for file in files for point in TTFont(file, lazy=True).getBestCmap())
