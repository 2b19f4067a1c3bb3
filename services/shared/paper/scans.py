"""What people bring as a file: a scan of a signed paper, or attachments of a letter.

A file from outside may hold scripts, forms and fonts that are not embedded. As an attachment only the look of its pages
is taken over, as pictures on PDF/A pages: nothing in it can act or break the letter's own conformance.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path

from services.shared.paper.errors import PaperError
from services.shared.paper.picture import svg_of_image
from services.shared.paper.preview import draw, opened, page_count
from services.shared.paper.typeset import Typeset, typeset_with_slots

TEMPLATE = Path(__file__).parent / "scans.typ"
MOST_PAGES = 60
DPI = 150
_PDF, _JPEG, _PNG = b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"


def scan_pdf(data: bytes, *, created: datetime, paper: str) -> bytes:
    """A scan as PDF: one that is PDF already stays as it is, byte for byte; a photograph becomes one page.

    Raises:
        PaperError: neither PDF, JPEG nor PNG, broken, or of more than ``MOST_PAGES`` pages.
    """
    if not data.startswith(_PDF):
        return picture_pages(data, created=created, paper=paper).pdf
    _check_pages(page_count(data))
    return data


def picture_pages(data: bytes, *, created: datetime, paper: str, label: str = "") -> Typeset:
    """The pages of a PDF, JPEG or PNG file as pictures on PDF/A pages, each with ``label`` small at its top.

    Raises:
        PaperError: neither of these, broken, or of more than ``MOST_PAGES`` pages.
    """
    if data.startswith(_PDF):
        pictures = _drawn(data)
    elif data.startswith((_JPEG, _PNG)):
        pictures = [_upright(data)]
    else:
        raise PaperError("neither PDF, JPEG nor PNG")
    content = {"pictures": [svg_of_image(each) for each in pictures], "label": label, "style": {"paper": paper}}
    return typeset_with_slots(TEMPLATE, content, created=created, tagged=False)


def _drawn(pdf: bytes) -> list[bytes]:
    """Each page as JPEG. Any bytes may come in."""
    with opened(pdf) as document:
        _check_pages(len(document))
        found = []
        for index in range(len(document)):
            wide, _ = document[index].get_size()
            picture = draw(document, index, max(int(min(wide, 1700) / 72 * DPI), 1)).convert("RGB")
            target = BytesIO()
            picture.save(target, "JPEG", quality=82)
            found.append(target.getvalue())
        return found


def _upright(data: bytes) -> bytes:
    """A photograph as it is to be seen: turned by its own note, no larger than paper needs, without place and time."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as image:
            turned = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as error:
        raise PaperError("not a PNG or JPEG picture") from error
    turned.thumbnail((2500, 2500))
    target = BytesIO()
    turned.save(target, "JPEG", quality=85)
    return target.getvalue()


def _check_pages(count: int) -> None:
    if not 0 < count <= MOST_PAGES:
        raise PaperError(f"{count} pages; at most {MOST_PAGES}")
