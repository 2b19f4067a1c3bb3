"""Pictures of strangers, opened in bounded memory: every kind that telephones and scanners make, upright.

Called in a confined child only. HEIC is read by libheif (pi-heif, which holds no encoder); the rest by Pillow.
"""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, cast

import pi_heif
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from services.shared.paper.formats import FORMATS, PAGES

pi_heif.register_heif_opener(thumbnails=False)
pi_heif.options.DECODE_THREADS = 1
Image.init()  # all of Pillow's readers, here: a child finds them loaded, and a reader is no file that it looks for

MOST = 120_000_000  # pixels that are decoded: a telephone's largest photo; of a JPEG, after it was scaled in decoding
ANNOUNCED = 400_000_000  # pixels above which nothing is decoded at all
DAMAGED = (
    UnidentifiedImageError, OSError, EOFError, SyntaxError, ValueError, TypeError, ZeroDivisionError, OverflowError,
    IndexError, KeyError, RuntimeError,
)  # fmt: skip
Look = Callable[[Image.Image], None]
Each = Callable[[Image.Image], Any]


@dataclass
class Opened:
    """Its pages, upright; what the file says of its size; and what is wrong: ``cut`` (shown as far as it goes),
    ``damaged``, ``oversized`` (whole, and too large to be shown), or nothing."""

    pages: list[Any] = field(default_factory=list)  # pictures, or what ``each`` made of them
    size: tuple[int, int] | None = None
    count: int = 1
    trouble: str = ""


def opened(
    source: str | BinaryIO, side: int, look: Look | None = None, *, most: int = PAGES, each: Each | None = None
) -> Opened:
    """The pictures of a file, the longer side at most ``side`` pixels; without them where it is too large.

    ``look`` is called with the opened file, for what else it tells; of more than ``most`` pages (``count``) the first
    are opened. ``each`` makes something smaller of a page before the next is read.
    """
    Image.MAX_IMAGE_PIXELS = None  # our own limits are here
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    found = Opened()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            _read(source, side, found, look, most, each)
        except DAMAGED:
            found.trouble, found.pages = "damaged", []
            ImageFile.LOAD_TRUNCATED_IMAGES = True
            with contextlib.suppress(*DAMAGED):
                _read(source, side, found, None, most, each)
                found.trouble = "cut"
    if found.size and not found.pages and not found.trouble:
        found.trouble = "oversized"
    return found


def _read(source: str | BinaryIO, side: int, found: Opened, look: Look | None, most: int, each: Each | None) -> None:
    made = each or (lambda page: page)
    if not isinstance(source, str):
        source.seek(0)
    with Image.open(source, formats=tuple(FORMATS.values())) as picture:
        found.size = picture.size
        found.count = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
        if picture.width * picture.height > ANNOUNCED:
            return
        drawn = picture.format == "PNG"  # its notes may stand behind the pixels, which would be read for them unseen
        if drawn:
            found.pages.extend(map(made, _pages(picture, side, 1)))
        if look:
            with contextlib.suppress(*DAMAGED):
                look(picture)
        if not drawn:
            found.pages.extend(map(made, _pages(picture, side, min(found.count, most))))


def _pages(picture: Image.Image, side: int, count: int) -> Iterator[Image.Image]:
    for page in range(count):
        if page:
            picture.seek(page)
        picture.draft("RGB", (side, side))
        if picture.width * picture.height > MOST:
            return
        # Made small before anything is done to the whole: of a large photo there is never a second one in memory.
        small = _drawable(picture if count == 1 else picture.copy())
        small.thumbnail((side, side))
        yield ImageOps.exif_transpose(small)


def _drawable(picture: Image.Image) -> Image.Image:
    """In colours that survive being made small."""
    if picture.mode == "1":
        return picture.convert("L")  # so that the letters of a fax stay readable
    return _of_few_bits(picture) if picture.mode.startswith("I") or picture.mode == "F" else picture


def _of_few_bits(picture: Image.Image) -> Image.Image:
    """A picture of 16 or 32 bits a pixel in eight, from its darkest to its brightest."""
    wide = picture.convert("F")
    low, high = cast(tuple[float, float], wide.getextrema())
    scale = 255 / max(high - low, 1e-9)
    return wide.point(lambda value: value * scale - low * scale).convert("L")
