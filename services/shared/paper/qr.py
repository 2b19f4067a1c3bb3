"""QR codes as SVG text for templates."""

from __future__ import annotations

from functools import lru_cache

from services.shared.paper.errors import PaperError


@lru_cache(maxsize=256)  # as long to find as a page to lay out; a letter being written is drawn again and again
def qr_svg(text: str) -> str:
    """A QR code (error correction M, no border: the template leaves the white around it) as SVG text.

    Raises:
        PaperError: the text does not fit (about 2,300 bytes).
    """
    import segno

    try:
        code = segno.make_qr(text, error="m")
    except segno.DataOverflowError as error:
        raise PaperError("text too long for a QR code") from error
    return str(code.svg_inline(scale=4, border=0, omitsize=False))
