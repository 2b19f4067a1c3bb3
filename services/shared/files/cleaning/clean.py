"""What the child does: writes the cleaned copy of a file by its known type. The limits are the caller's."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import pikepdf
from PIL import UnidentifiedImageError

from services.shared.files.cleaning import images, media, papers
from services.shared.files.cleaning.known import DRAWN, FORMATS, OFFICE
from services.shared.paper import photographs

Clean = Callable[[str, str], None]
SHARP, PAGE = 6000, 2500  # pixels of the longer side of a photo, and of a page of a scan, that is drawn anew
_BROKEN = (
    images.NotClean, pikepdf.PdfError, zipfile.BadZipFile, UnidentifiedImageError, av.error.FFmpegError, OSError,
    ValueError, KeyError, RuntimeError, NotImplementedError,
)  # fmt: skip


def _bytes(function: Callable[[bytes], bytes]) -> Clean:
    return lambda source, target: _write(target, function(Path(source).read_bytes()))


def _write(target: str, data: bytes) -> None:
    Path(target).write_bytes(data)


def _photo(source: str, target: str) -> None:
    _write(target, images.oriented_jpeg(Path(source).read_bytes(), images.orientation_of(source)))


def _drawn_photo(source: str, target: str) -> None:
    _drawn(source, target, SHARP, "JPEG", quality=90)


def _drawn_scan(source: str, target: str) -> None:
    _drawn(source, target, PAGE, "PDF", save_all=True, resolution=200)


def _drawn(source: str, target: str, side: int, kind: str, **options: Any) -> None:
    found = photographs.opened(source, side)
    if not found.pages or found.trouble or found.count > len(found.pages):
        raise images.NotClean("it cannot be read whole")
    pages = [page.convert("RGB") for page in found.pages]
    for page in pages:
        page.info.clear()
    more = {"append_images": pages[1:]} if options.get("save_all") else {}
    with open(target, "wb") as file:
        pages[0].save(file, kind, **options, **more)


def _of_kind(content_type: str) -> Clean:
    return lambda source, target: media.copy(source, target, content_type)


KINDS: dict[str, Clean] = {
    "image/jpeg": _photo,
    "image/png": _bytes(images.png),
    "image/webp": _bytes(images.webp),
    "image/gif": images.gif,
    **{kind: _drawn_scan if as_kind == "application/pdf" else _drawn_photo for kind, as_kind in DRAWN.items()},
    "application/pdf": papers.pdf,
    **dict.fromkeys(OFFICE, papers.office),
    **{kind: _of_kind(kind) for kind in FORMATS},
}


def clean(source: str, target: str, content_type: str) -> dict[str, Any]:
    """Write the cleaned copy; ``done`` is false for a file that nobody can clean (damaged, locked)."""
    try:
        KINDS[content_type](source, target)
    except _BROKEN as error:
        return {"done": False, "why": type(error).__name__}
    return {"done": True}
