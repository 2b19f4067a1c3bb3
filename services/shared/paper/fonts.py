"""The vendored fonts and the characters they can print.

``python -m services.shared.paper.fonts`` writes what the pages know of it, after a font was added.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import typst

FOLDER = Path(__file__).parent / "fonts"
FOR_PAGES = Path(__file__).parents[1] / "static" / "printable.js"


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


def for_pages() -> str:
    """The covered characters as ``printable.js``: from each range to the next, so many without and so many with."""
    steps: list[int] = []
    last = -1
    for point in sorted(covered()):
        if steps and point == last + 1:
            steps[-1] += 1
        else:
            steps += [point - last - 1, 1]
        last = point
    return f"// Written by services/shared/paper/fonts.py.\nexport const steps = {steps};\n".replace(", ", ",")


if __name__ == "__main__":
    FOR_PAGES.write_text(for_pages(), encoding="utf-8")
