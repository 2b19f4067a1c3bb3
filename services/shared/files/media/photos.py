"""Photos: the picture upright, when it was taken, by which camera and where."""

from __future__ import annotations

import contextlib
import warnings
from typing import Any

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF"}
MOST = 60_000_000  # pixels that are decoded; of a JPEG, after it was scaled down in decoding
ANNOUNCED = 400_000_000  # pixels above which nothing is decoded at all
DAMAGED = (UnidentifiedImageError, OSError, SyntaxError, ValueError, TypeError, ZeroDivisionError, OverflowError)


def open_photo(path: str) -> tuple[Image.Image | None, dict[str, Any]]:
    """The picture, upright (None where it is damaged or too large), and its facts."""
    Image.MAX_IMAGE_PIXELS = None  # our own limits are here
    facts: dict[str, Any] = {}
    with warnings.catch_warnings(), contextlib.suppress(*DAMAGED):
        warnings.simplefilter("ignore")
        with Image.open(path, formats=tuple(FORMATS.values())) as picture:
            facts = {"width": picture.width, "height": picture.height}
            if picture.width * picture.height > ANNOUNCED:
                return None, facts
            picture.draft("RGB", (1280, 1280))
            if picture.width * picture.height > MOST:
                return None, facts
            with contextlib.suppress(*DAMAGED):
                facts |= _exif(picture)  # of a PNG this decodes the whole picture
            return ImageOps.exif_transpose(picture), facts
    return None, facts


def _exif(picture: Image.Image) -> dict[str, Any]:
    exif = picture.getexif()
    found: dict[str, Any] = {}
    details, place = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    if taken := details.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime):
        found["taken"] = _plain(taken)
    if camera := " ".join(_plain(exif.get(tag, "")) for tag in (ExifTags.Base.Make, ExifTags.Base.Model)).strip():
        found["camera"] = camera
    with contextlib.suppress(KeyError, *DAMAGED):
        latitude = _degrees(place[ExifTags.GPS.GPSLatitude], place[ExifTags.GPS.GPSLatitudeRef] == "S")
        longitude = _degrees(place[ExifTags.GPS.GPSLongitude], place[ExifTags.GPS.GPSLongitudeRef] == "W")
        found["place"] = f"{latitude:.5f}, {longitude:.5f}"
    return found


def _degrees(parts: Any, negative: bool) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    if not 0 <= value <= 180:
        raise ValueError("not a place on earth")
    return -value if negative else value


def _plain(value: Any) -> str:
    """A text of the metadata, printable and short."""
    text = value.decode("ascii", "replace") if isinstance(value, bytes) else str(value)
    return "".join(char for char in text if char.isprintable()).strip()[:100]
