"""What a page must keep at 400 % zoom and in forced colours, read off a real Chromium; each fault is one line."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDE, HIGH = 320, 256  # css px: a window of 1280 × 1024 at 400 % (WCAG 1.4.10)


def reflow(page: Page) -> list[str]:
    """At 400 %: it is read downwards alone. The window is made that narrow, and stays so."""
    page.set_viewport_size({"width": WIDE, "height": HIGH})
    return _asked(page, "reflow")


def forced_colours(page: Page) -> list[str]:
    """What is told by colour is seen in forced colours too, on white and on black; the page has its own afterwards."""
    _asked(page, "mark")
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(forced_colors="active", color_scheme=scheme)  # type: ignore[arg-type]
        found += [f"{fault} ({scheme})" for fault in _asked(page, "unseen")]
    page.emulate_media(forced_colors="none", color_scheme="light")
    return found


def _asked(page: Page, what: str) -> list[str]:
    return page.evaluate(f"{_script()}.{what}()") or []


@cache
def _script() -> str:
    """Without its first lines of comment: what is left is one expression."""
    text = Path(__file__).with_suffix(".js").read_text()
    return text[text.index("({") :].strip()
