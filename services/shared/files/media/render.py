"""What the child does: opens a file by its known type, and answers pictures (base64 JPEG) and facts as plain data.

A damaged file is no failure here: it has fewer facts or no picture. The limits of time and memory are the caller's.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from io import BytesIO
from typing import Any

from PIL import Image

from services.shared.files.media import films, papers, photos

THUMB, PREVIEW = 320, 1280  # pixels of the longer side
Drawn = tuple[Image.Image | None, dict[str, Any]]
KINDS: dict[str, Callable[[str], Drawn]] = {
    **dict.fromkeys(photos.FORMATS, photos.open_photo),
    **dict.fromkeys(("video/mp4", "video/quicktime", "video/3gpp", "video/webm", "video/x-matroska"), films.open_film),
    **dict.fromkeys(
        ("audio/mpeg", "audio/mp4", "audio/ogg", "audio/webm", "audio/wav", "audio/aac", "audio/flac", "audio/amr"),
        films.open_sound,
    ),
    "application/pdf": papers.open_paper,
}


def render(path: str, content_type: str) -> dict[str, Any]:
    """The pictures ``thumb`` and ``preview`` of a file, and its facts."""
    picture, facts = KINDS[content_type](path)
    pictures = {}
    if picture is not None:
        flat = _flat(picture)
        for name, side in (("preview", PREVIEW), ("thumb", THUMB)):
            flat.thumbnail((side, side))
            pictures[name] = _jpeg(flat)
    return {"pictures": pictures, "facts": facts}


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
