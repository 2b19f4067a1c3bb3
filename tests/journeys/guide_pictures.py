"""The pictures of the guides in ``docs/panduan``: the browser journeys take them, and only those that a guide shows."""

from __future__ import annotations

import io
import os
import re
from functools import cache
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

GUIDES = Path(__file__).parents[2] / "docs" / "panduan"
FOLDER = GUIDES / "gambar"
SHOWN = re.compile(r"!\[[^\]]*\]\(gambar/([a-z0-9-]+)\.png\)")
AT_THE_FIELD = """() => {
  const field = document.activeElement;
  if (field && field !== document.body) field.scrollIntoView({block: "center"});
  else window.scrollTo(0, 0);
}"""  # where the person is typing, else the page's head
COLOURS = 128  # enough for a page of text, and a fifth of the bytes


@cache
def shown() -> frozenset[str]:
    """The names of all pictures that a guide shows."""
    return frozenset(name for guide in GUIDES.glob("*.md") for name in SHOWN.findall(guide.read_text()))


def wanted() -> bool:
    """Whether ``make docs-pictures`` asks for them."""
    return "SIGAP_DOCS_PICTURES" in os.environ


def take(page: Page, name: str) -> None:
    """Keep what is on the screen now, where ``make docs-pictures`` asked for it and a guide shows it."""
    if not wanted() or name not in shown():
        return
    page.evaluate(AT_THE_FIELD)
    keep(page.screenshot(), FOLDER / f"{name}.png")


def keep(screen: bytes, file: Path) -> None:
    """A picture of a screen, small."""
    file.parent.mkdir(exist_ok=True)
    Image.open(io.BytesIO(screen)).convert("RGB").quantize(COLOURS).save(file, optimize=True)
