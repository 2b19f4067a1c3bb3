"""PDF documents: the first page as a picture, with what stands in its fields, and how many pages there are."""

from __future__ import annotations

import contextlib
from typing import Any

import pypdfium2
from PIL import Image

SIDE = 1280  # pixels of the longer side


def open_paper(path: str) -> tuple[Image.Image | None, dict[str, Any]]:
    """The first page; None where the document is damaged or locked by a password.

    Fields and stamps are drawn (``init_forms``): a letter's number, signature and seal stand in them, and what somebody
    typed into a form. Scripts of a form do not run: this pdfium is built without any engine for them.
    """
    facts: dict[str, Any] = {}
    with contextlib.suppress(pypdfium2.PdfiumError, ValueError, OSError):
        document = pypdfium2.PdfDocument(path)
        document.init_forms()
        facts["pages"] = len(document)
        page = document[0]
        scale = min(SIDE / max(*page.get_size(), 1), 4)
        return page.render(scale=scale, may_draw_forms=True).to_pil(), facts
    return None, facts
