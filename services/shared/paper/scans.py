"""What people bring as a file: a scan of a signed paper, or attachments of a letter.

A file from outside may hold scripts, forms and fonts that are not embedded. As an attachment only the look of its pages
is taken over, as pictures on PDF/A pages: nothing in it can act or break the letter's own conformance.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from services.shared.paper import whole
from services.shared.paper.errors import PaperError
from services.shared.paper.picture import svg_of_image
from services.shared.paper.preview import draw, opened, page_count
from services.shared.paper.typeset import Typeset, typeset_with_slots

if TYPE_CHECKING:
    from PIL import Image

TEMPLATE = Path(__file__).parent / "scans.typ"
MOST_PAGES = 60
DPI = 150
SHARPEST = 2500  # pixels of the longer side of a photograph on paper
_PDF, _WITHIN = b"%PDF-", 1024  # a PDF begins in its first bytes, as every reader of PDF has it
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"GIF8", b"II*\0", b"MM\0*", b"BM")


def scan_pdf(data: bytes, *, created: datetime, paper: str) -> bytes:
    """A scan as PDF: one that is PDF already stays as it is, byte for byte; a photograph becomes one page.

    Raises:
        PaperError: neither PDF nor picture, broken, locked, cut, or of more than ``MOST_PAGES`` pages; or a form that
            only Adobe's programs draw.
    """
    if not is_pdf(data):
        return picture_pages(data, created=created, paper=paper).pdf
    _check_whole(data)
    _check_pages(page_count(data))
    return data


def picture_pages(data: bytes, *, created: datetime, paper: str, label: str = "") -> Typeset:
    """The pages of a PDF, a scan or a photograph as pictures on PDF/A pages, each with ``label`` small at its top.

    Raises:
        PaperError: neither of these, or what ``scan_pdf`` refuses.
    """
    pictures = _drawn(data) if is_pdf(data) else _upright(data)
    content = {"pictures": [svg_of_image(each) for each in pictures], "label": label, "style": {"paper": paper}}
    return typeset_with_slots(TEMPLATE, content, created=created, tagged=False)


def _drawn(pdf: bytes) -> list[bytes]:
    """Each page as JPEG. Any bytes may come in."""
    _check_whole(pdf)
    with opened(pdf) as document:
        _check_pages(len(document))
        found = []
        for index in range(len(document)):
            wide, _ = document[index].get_size()
            found.append(_jpeg(draw(document, index, max(int(min(wide, 1700) / 72 * DPI), 1))))
        return found


def is_pdf(data: bytes) -> bool:
    """Whether it is read as a PDF, also behind a byte order mark or a blank line."""
    return _PDF in data[: _WITHIN + len(_PDF)] and not data.startswith(_PICTURES)


def _upright(data: bytes) -> list[bytes]:
    """Photographs as they are to be seen: upright, no larger than paper needs, without place and time."""
    from services.shared.paper.photographs import opened as picture_of

    found = picture_of(BytesIO(data), SHARPEST, most=MOST_PAGES, each=_jpeg)
    if not found.pages or found.trouble:
        raise PaperError("no picture that can be read", found.trouble)
    _check_pages(found.count)
    if found.count > len(found.pages):
        raise PaperError(f"{len(found.pages)} of {found.count} pages can be read", "damaged")
    return found.pages


def _jpeg(picture: Image.Image) -> bytes:
    from PIL import Image

    target = BytesIO()
    if "A" in picture.getbands() or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        picture = Image.new("RGB", seen.size, "white")
        picture.paste(seen, mask=seen.getchannel("A"))
    picture.convert("RGB").save(target, "JPEG", quality=85)
    return target.getvalue()


def _check_whole(pdf: bytes) -> None:
    """Nobody signs a page that says 'please wait', nor one behind which others are missing."""
    if trouble := whole.hides(BytesIO(pdf)):
        raise PaperError("it does not show all that it holds", trouble)


def _check_pages(count: int) -> None:
    if not 0 < count <= MOST_PAGES:
        raise PaperError(f"{count} pages; at most {MOST_PAGES}")
