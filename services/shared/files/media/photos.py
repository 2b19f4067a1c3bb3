"""Photos and scans: the pictures upright, when the first was taken, by which camera and where."""

from __future__ import annotations

import contextlib
from typing import Any

from PIL import ExifTags, Image

from services.shared.paper.photographs import DAMAGED, opened

SIDE = 1280  # pixels of the longer side of what is made of it
Drawn = tuple[list[Image.Image], dict[str, Any]]


def open_photo(path: str) -> Drawn:
    """The pictures (none where it is damaged or too large), and its facts, ``trouble`` among them."""
    facts: dict[str, Any] = {}
    found = opened(path, SIDE, lambda picture: facts.update(_exif(picture)))
    if found.size:
        facts |= {"width": found.size[0], "height": found.size[1]}
    if found.count > 1:
        facts["pages"] = found.count
    return found.pages, facts | ({"trouble": found.trouble} if found.trouble else {})


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
