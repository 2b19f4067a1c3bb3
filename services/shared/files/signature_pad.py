"""A signature drawn on the screen: a PNG data URL, checked and stored before what it stands under is noted."""

from __future__ import annotations

import base64
import binascii
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from services.shared.errors import RuleBroken
from services.shared.storage.object_store import StoredObject
from services.shared.unit_of_work import Service

PREFIX = "data:image/png;base64,"
MAX_SIDE = 3000  # pixels


def store_signature(
    service: Service, bucket: str, folder: str, data_url: str, field: str = "signature"
) -> StoredObject | None:
    """Store a drawn signature; None where none was drawn. ``field`` is named where it cannot be read.

    Raises:
        RuleBroken: not a PNG of a sensible size.
    """
    if not data_url:
        return None
    return service.store.put_bytes(bucket, folder, _drawn(data_url, field), "image/png")


def _drawn(data_url: str, field: str) -> bytes:
    """The PNG in the address that the page sends."""
    if not data_url.startswith(PREFIX):
        raise _unreadable(field)
    try:
        content = base64.b64decode(data_url[len(PREFIX) :], validate=True)
        with Image.open(BytesIO(content), formats=("PNG",)) as picture:
            if max(picture.size) > MAX_SIDE:
                raise _unreadable(field)
            picture.load()
    except (binascii.Error, UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise _unreadable(field) from None
    return content


def _unreadable(field: str) -> RuleBroken:
    message = "Tanda tangan tidak terbaca. Gambar ulang, atau unggah pindaiannya."
    return RuleBroken(message, {field: [message]})
