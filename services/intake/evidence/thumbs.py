"""Small pictures of stored images, made when they are asked for. No animated, no huge and no odd ones."""

from __future__ import annotations

import warnings
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from services.shared.errors import Missing
from services.shared.object_store import ObjectStore, StoredObject

SIDE = 320  # pixels
MAX_BYTES = 40 * 1024 * 1024
MAX_PIXELS = 60_000_000  # a picture of more is a decompression bomb, or a scan that no small picture is worth
PICTURES = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF"}
NONE = "Berkas ini tidak punya gambar kecil."


def has_thumb(content_type: str, size: int) -> bool:
    """Whether a small picture may be asked for."""
    return content_type in PICTURES and size <= MAX_BYTES


def thumb(store: ObjectStore, ref: StoredObject) -> bytes:
    """A JPEG of at most 320 × 320 pixels, turned as the camera says, without its metadata (place, camera).

    Raises:
        Missing: not an image, too large, damaged, or gone from the store.
    """
    if not has_thumb(ref.content_type, ref.size):
        raise Missing(NONE)
    data = b"".join(store.stream(ref.bucket, ref.key))
    try:
        return _small(data, PICTURES[ref.content_type])
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise Missing(NONE) from error


def _small(data: bytes, form: str) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is below
        with Image.open(BytesIO(data), formats=(form,)) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise ValueError("too many pixels")
            picture.draft("RGB", (SIDE * 2, SIDE * 2))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((SIDE, SIDE))
            target = BytesIO()
            upright.convert("RGB").save(target, "JPEG", quality=78)
            return target.getvalue()
