"""Whether a PDF shows all that it holds: one that was cut off, or a form that only Adobe's programs draw, does not."""

from __future__ import annotations

from typing import Any, BinaryIO

import pikepdf

END, WITHIN = b"%%EOF", 4096  # what a whole PDF ends with, and how much may stand behind it


def hides(source: BinaryIO) -> str:
    """What keeps some of it from being seen, though it opens: ``cut``, ``unrendered``; or empty."""
    if is_cut(source):
        return "cut"
    return "unrendered" if _waits_for_a_form(source) else ""


def is_cut(source: BinaryIO) -> bool:
    """Whether its end is missing."""
    source.seek(-min(WITHIN, source.seek(0, 2)), 2)
    return END not in source.read()


def _waits_for_a_form(source: BinaryIO) -> bool:
    """Whether all that it shows is drawn by Adobe's programs (a dynamic XFA form); others show a page that says so."""
    source.seek(0)
    try:
        with pikepdf.open(source) as document:
            form: Any = document.Root.get("/AcroForm", {})
            if "/XFA" not in form:
                return False
            return bool(document.Root.get("/NeedsRendering", False)) or not len(form.get("/Fields", []))
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, TypeError, RecursionError):  # said when it is drawn
        return False
