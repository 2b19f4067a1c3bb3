"""PDF documents: the first page as a picture, and how many pages there are."""

from __future__ import annotations

import contextlib
from typing import Any

import pypdfium2
from PIL import Image

SIDE = 1280  # pixels of the longer side


def open_paper(path: str) -> tuple[Image.Image | None, dict[str, Any]]:
    """The first page; None where the document is damaged or locked by a password."""
    facts: dict[str, Any] = {}
    with contextlib.suppress(pypdfium2.PdfiumError, ValueError, OSError):
        document = pypdfium2.PdfDocument(path)
        facts["pages"] = len(document)
        page = document[0]
        scale = min(SIDE / max(*page.get_size(), 1), 4)
        return page.render(scale=scale, may_draw_forms=False).to_pil(), facts
    return None, facts
