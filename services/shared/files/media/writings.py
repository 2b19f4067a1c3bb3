"""Texts: their first page as a picture, so that nobody opens them with what their name calls for."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from services.shared.files.sniffing.texts import decoded

READ = 64 * 1024  # bytes
WIDE, LINES = 96, 60  # characters of a line; lines
SIZE, LEADING, MARGIN = 20, 30, 40  # pixels
INK, PAPER = (33, 37, 41), (255, 255, 255)
FONTS = Path(__file__).parents[2] / "paper" / "fonts"
_EMOJI = (range(0x2600, 0x27C0), range(0x1F000, 0x1FB00))


def open_text(path: str) -> tuple[list[Image.Image], dict[str, Any]]:
    """The beginning of a text as a page."""
    with open(path, "rb") as file:
        text = decoded(file.read(READ)) or ""
    lines = [part for line in text.splitlines() for part in _folded(line)][:LINES]
    if not lines:
        return [], {}
    page = Image.new("RGB", (WIDE * SIZE * 6 // 10 + 2 * MARGIN, len(lines) * LEADING + 2 * MARGIN), PAPER)
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        _write(draw, MARGIN + number * LEADING, line)
    return [page], {}


def _folded(line: str) -> list[str]:
    clean = "".join(char for char in line.expandtabs(4) if char.isprintable())
    return [clean[at : at + WIDE] for at in range(0, len(clean), WIDE)] or [""]


def _write(draw: ImageDraw.ImageDraw, top: int, line: str) -> None:
    """Each sign with the font that has it."""
    left = float(MARGIN)
    for char in line:
        font = _font(_font_of(ord(char)))
        draw.text((left, top), char, fill=INK, font=font)
        left += font.getlength(char)


def _font_of(point: int) -> str:
    if any(point in span for span in _EMOJI):
        return "NotoEmoji-Regular.ttf"
    return "DroidSansFallbackFull.ttf" if 0x2E80 <= point < 0xFB00 else "DejaVuSans.ttf"


@cache
def _font(name: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / name, SIZE, layout_engine=ImageFont.Layout.BASIC)
