"""Copies for people and other offices: a print rendition with "SALINAN" across it.

Never the signed file itself: any mark in it would break its signatures. What stands in fields (number, date, signature,
seal) becomes part of the page, and the fields with their signatures are gone.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from services.shared.paper.errors import PaperError, readable
from services.shared.paper.preview import opened
from services.shared.paper.typeset import typeset

TEMPLATE = Path(__file__).parent / "copy_mark.typ"
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)  # only the drawing is taken from the mark, not its date


def marked_copy(pdf: bytes, text: str = "SALINAN", note: str = "") -> bytes:
    """A copy of every page with ``text`` across it and, in a frame at the top, ``note``.

    Raises:
        PaperError: no readable PDF.
    """
    import pikepdf

    with readable(), pikepdf.open(BytesIO(_flattened(pdf))) as source, pikepdf.new() as target:
        target.pages.extend(source.pages)
        for page in target.pages:
            _mark(page, text, note)
        result = BytesIO()
        target.save(result)
        return result.getvalue()


def _flattened(pdf: bytes) -> bytes:
    """The same pages with their fields drawn into them, as they print."""
    from pypdfium2 import raw

    with opened(pdf) as document:
        for page in document:
            if raw.FPDFPage_Flatten(page.raw, raw.FLAT_PRINT) == raw.FLATTEN_FAIL:
                raise PaperError("a page cannot be copied")
            page.close()
        result = BytesIO()
        document.save(result)
        return result.getvalue()


def _mark(page: pikepdf.Page, text: str, note: str) -> None:  # type: ignore[name-defined]  # noqa: F821
    import pikepdf

    left, low, right, high = (float(value) for value in page.mediabox)
    mark = _mark_page(text, note, round(right - left, 2), round(high - low, 2))
    with pikepdf.open(BytesIO(mark)) as overlay:
        page.add_overlay(overlay.pages[0], pikepdf.Rectangle(left, low, right, high))
    if "/Annots" in page:
        del page.Annots


@lru_cache(maxsize=16)
def _mark_page(text: str, note: str, width: float, height: float) -> bytes:
    data = {"text": text, "note": note, "width": width, "height": height, "font": "Arimo", "size": 11}
    return typeset(TEMPLATE, data, created=_NO_DATE, tagged=False)
