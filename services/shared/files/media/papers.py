"""PDF documents: the first page as a picture, with what stands in its fields, and how many pages there are."""

from __future__ import annotations

import contextlib
from typing import Any

import pypdfium2
from PIL import Image

from services.shared.files.sniffing import pdf
from services.shared.paper import whole
from services.shared.paper.preview import LOCKED

SIDE = 1280  # pixels of the longer side


def open_paper(path: str) -> tuple[list[Image.Image], dict[str, Any]]:
    """The first page; none where the document is damaged or locked by a password, which ``trouble`` says.

    Fields and stamps are drawn (``init_forms``): a letter's number, signature and seal stand in them, and what somebody
    typed into a form. Scripts of a form do not run: this pdfium is built without any engine for them.
    """
    facts: dict[str, Any] = {}
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == LOCKED
        return [], {"trouble": "locked" if locked else _cut(path) or "damaged"}
    with contextlib.suppress(pypdfium2.PdfiumError, ValueError, OSError):
        document.init_forms()
        facts["pages"] = len(document)
        if trouble := _hidden(path):  # pdfium shows what it finds
            facts["trouble"] = trouble
        if said := pdf.acts(path):
            facts |= {"trouble": "acting", "acts": said}
        page = document[0]
        scale = min(SIDE / max(*page.get_size(), 1), 4)
        return [page.render(scale=scale, may_draw_forms=True).to_pil()], facts
    return [], {"trouble": "damaged"} | facts


def _hidden(path: str) -> str:
    with open(path, "rb") as file:
        return whole.hides(file)


def _cut(path: str) -> str:
    with open(path, "rb") as file:
        return "cut" if whole.is_cut(file) else ""
