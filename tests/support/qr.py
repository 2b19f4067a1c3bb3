"""Whether the QR code at the foot of a letter is the code of a text: module by module, from a picture of the page."""

from __future__ import annotations

from io import BytesIO

import segno
from PIL import Image

from services.shared.paper.preview import page_png

WIDTH, SIDE = 2400, 1.5 / 2.54 * 72  # pixels of the page; the code's side in points (office.typ)
DARK = 128


def wrong_modules(pdf: bytes, text: str) -> int:
    """How many modules of the code on page 1 are not those of ``text``; none where it was printed for it."""
    with Image.open(BytesIO(page_png(pdf, 0, WIDTH))) as picture:
        page = picture.convert("L")
    foot = page.crop((0, int(page.height * 0.85), page.width // 4, page.height))
    left, top, side = _square(foot)
    wanted = [bytes(row) for row in segno.make_qr(text, error="m").matrix]
    step = side / len(wanted)
    seen = [
        bytes(_dark(foot, left + (column + 0.5) * step, top + (row + 0.5) * step) for column in range(len(wanted)))
        for row in range(len(wanted))
    ]
    return sum(a != b for one, other in zip(seen, wanted, strict=True) for a, b in zip(one, other, strict=True))


def _square(foot: Image.Image) -> tuple[float, float, float]:
    """Left, top and side of the code: the lowest band of dark rows at the left margin."""
    ink = foot.point(lambda value: 255 if value < DARK else 0)
    box = ink.getbbox()
    assert box is not None, "nothing is printed at the foot"
    left = box[0]
    width = int(SIDE * WIDTH / (215 / 25.4 * 72))  # F4 is 215 mm wide
    column = ink.crop((left, 0, left + width, ink.height))
    rows = [row for row in range(column.height) if column.crop((0, row, width, row + 1)).getbbox()]
    bottom = rows[-1] + 1
    top = next(row for row in reversed(range(bottom)) if row not in set(rows) or row == 0) + 1
    return left, top, bottom - top


def _dark(page: Image.Image, x: float, y: float) -> int:
    value = page.getpixel((int(x), int(y)))
    return int(isinstance(value, int) and value < DARK)
