"""Pictures for templates. Typst gets them as SVG text inside the data; files of other folders it may not open."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from services.shared.paper.errors import PaperError
from services.shared.paper.text import is_picture


def with_crest(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same data with ``office.crest`` (a path, or SVG text already) as SVG text.

    Raises:
        PaperError: the file is missing or no picture.
    """
    office = data.get("office")
    crest = office.get("crest") if isinstance(office, Mapping) else None
    if not isinstance(office, Mapping) or not crest or is_picture(str(crest)):
        return data
    return {**data, "office": {**office, "crest": svg_of_file(Path(crest))}}


def svg_of_file(path: Path) -> str:
    """The picture in an SVG, PNG or JPEG file as SVG text; read again when the file has changed."""
    try:
        return _svg_of_version(path, path.stat().st_mtime_ns)
    except OSError as error:
        raise PaperError(f"picture {path} cannot be read") from error


@lru_cache(maxsize=8)
def _svg_of_version(path: Path, _version: int) -> str:
    content = path.read_bytes()
    if path.suffix.lower() == ".svg":
        text = content.decode("utf-8-sig").strip()
        if not is_picture(text):
            raise PaperError(f"picture {path} is not SVG")
        return text
    return svg_of_image(content)


def svg_of_image(content: bytes) -> str:
    """PNG or JPEG bytes wrapped into SVG text, one user unit per pixel. Raises PaperError: the bytes are neither."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as image:
            (width, height), form = image.size, str(image.format).lower()
    except (UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise PaperError("not a PNG or JPEG picture") from error
    encoded = b64encode(content).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/{form};base64,{encoded}"/></svg>'
    )
