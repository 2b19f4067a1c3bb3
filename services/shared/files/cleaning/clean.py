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
from services.shared.files.kinds import TEXT

Clean = Callable[[str, str], None]
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


def _of_kind(content_type: str) -> Clean:
    return lambda source, target: media.copy(source, target, content_type)


KINDS: dict[str, Clean] = {
    "image/jpeg": _photo,
    "image/png": _bytes(images.png),
    "image/webp": _bytes(images.webp),
    "image/gif": images.gif,
    "application/pdf": papers.pdf,
    **{
        f"application/vnd.openxmlformats-officedocument.{kind}": papers.office
        for kind in ("wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation")
    },
    "application/vnd.oasis.opendocument.text": papers.office,
    **{kind: _of_kind(kind) for kind in media.FORMATS},
}
HARMLESS = frozenset({TEXT})  # has no metadata


def clean(source: str, target: str, content_type: str) -> dict[str, Any]:
    """Write the cleaned copy; ``done`` is false for a file that nobody can clean (damaged, locked)."""
    try:
        KINDS[content_type](source, target)
    except _BROKEN as error:
        return {"done": False, "why": type(error).__name__}
    return {"done": True}
