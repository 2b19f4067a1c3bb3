"""Pictures of PDF pages, as a reader would see them, with what is in form and signature fields.

pdfium is not thread safe: one lock for the whole process. Any bytes may come in; what is no PDF gives PaperError.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING

from services.shared.paper.errors import PaperError

if TYPE_CHECKING:
    import pypdfium2

PDFIUM = Lock()
LOCKED = 4  # FPDF_ERR_PASSWORD
_MAX_PIXELS = 24_000_000
_COMPRESSION = 3  # of 9: letters come out no larger than at 6, in two thirds of the time


def page_count(pdf: bytes) -> int:
    """Number of pages. Raises PaperError where the bytes are no PDF."""
    with opened(pdf) as document:
        return len(document)


def page_png(pdf: bytes, page: int = 0, width: int = 900) -> bytes:
    """One page as PNG, ``width`` pixels wide; pages are counted from 0.

    Raises:
        PaperError: no PDF, no such page, or a page too large to draw.
    """
    with opened(pdf) as document:
        if not 0 <= page < len(document):
            raise PaperError(f"no page {page}")
        picture = draw(document, page, width)
    target = BytesIO()
    picture.save(target, "PNG", compress_level=_COMPRESSION)
    return target.getvalue()


def draw(document: pypdfium2.PdfDocument, page: int, width: int):  # type: ignore[no-untyped-def]  # PIL is imported late
    """A page of an open document as a PIL image. Call it with the lock held, that is inside ``opened``."""
    import pypdfium2

    try:
        sheet = document[page]
        points_wide, points_high = sheet.get_size()
        scale = width / max(points_wide, 1)
        if points_wide * points_high * scale * scale > _MAX_PIXELS:
            raise PaperError("page too large to draw")
        return sheet.render(scale=scale, may_draw_forms=True).to_pil()
    except pypdfium2.PdfiumError as error:
        raise PaperError("page cannot be drawn") from error


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """A document with its form drawn (without ``init_forms`` number, signature and seal are missing), lock held."""
    with PDFIUM:
        document = _document(pdf)
        try:
            document.init_forms()
            yield document
        finally:
            document.close()


def _document(pdf: bytes) -> pypdfium2.PdfDocument:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == LOCKED
        raise PaperError("not a readable PDF", "locked" if locked else "damaged") from error


def page_text(pdf: bytes, page: int = 0) -> str:
    """The words printed on a page, without what stands in fields.

    Raises:
        PaperError: no PDF, or no such page.
    """
    with opened(pdf) as document:
        if not 0 <= page < len(document):
            raise PaperError(f"no page {page}")
        return str(document[page].get_textpage().get_text_bounded())
