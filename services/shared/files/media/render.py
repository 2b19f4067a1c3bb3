"""What the child does: opens a file by its known type, and answers pictures (base64 JPEG) and facts as plain data.

A damaged file is no failure here: it has fewer facts or no picture. The limits of time and memory are the caller's.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image

from services.shared.files.media import films, papers, photos, writings
from services.shared.files.media.known import FILMS, SOUNDS
from services.shared.paper.formats import FORMATS

THUMB, PREVIEW = 320, 1280  # pixels of the longer side
KINDS: dict[str, Callable[[str], photos.Drawn]] = {
    **dict.fromkeys(FORMATS, photos.open_photo),
    **dict.fromkeys(FILMS, films.open_film),
    **dict.fromkeys(SOUNDS, films.open_sound),
    "application/pdf": papers.open_paper,
    "text/plain": writings.open_text,
}


def render(path: str, content_type: str) -> dict[str, Any]:
    """The pictures ``thumb`` and ``preview`` of a file, ``page-2`` and so on of its further pages, and its facts."""
    found, facts = KINDS[content_type](path)
    pictures = {}
    for number, picture in enumerate(found, 1):
        flat = _flat(picture)
        flat.thumbnail((PREVIEW, PREVIEW))
        pictures["preview" if number == 1 else f"page-{number}"] = _jpeg(flat)
        if number == 1:
            flat.thumbnail((THUMB, THUMB))
            pictures["thumb"] = _jpeg(flat)
    return {"pictures": pictures, "facts": facts}


def first(path: str, content_type: str) -> dict[str, str]:
    """What keeps it from being opened (``trouble``: locked, cut, damaged), what of it ``acts`` when it is; or empty."""
    facts = KINDS[content_type](path)[1]
    return {name: str(facts.get(name, "")) for name in ("trouble", "acts")}


def _flat(picture: Image.Image) -> Image.Image:
    """Without transparency, and without anything but pixels: no place, no camera, no earlier version of itself."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        return ground
    bare = picture.convert("RGB")
    bare.info.clear()
    return bare


def _jpeg(picture: Image.Image) -> str:
    target = BytesIO()
    picture.save(target, "JPEG", quality=78)
    return base64.b64encode(target.getvalue()).decode()
