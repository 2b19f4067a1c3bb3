"""What is drawn into the fields: number, date, visible signature, seal. Small typst PDFs of the field's own size.

pyHanko's own way of drawing text misplaced and clipped it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from services.shared.calendar.clock import date_time
from services.shared.paper.typeset import typeset

FOLDER = Path(__file__).parent / "stamps"
DEFAULT_FONT = "Arimo"
_NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)  # a stamp that names no time is the same one every time


@dataclass(frozen=True)
class Box:
    """Size of a field in points, with the type that stands around it."""

    width: float
    height: float
    font: str = DEFAULT_FONT
    size: float = 11.0


def line_stamp(box: Box, text: str, now: datetime) -> bytes:
    """A line of text on the field's baseline; a longer one is set smaller until it fits."""
    return _draw("line.typ", box, {"text": text}, now)


def signature_stamp(box: Box, name: str, now: datetime) -> bytes:
    """Who signed and when, with the honest word on what kind of signature this is (PP 71/2019, article 60)."""
    shown = {
        "lead": "Ditandatangani secara elektronik oleh",
        "name": name,
        "time": date_time(now),
        "note": "TTE tidak tersertifikasi (internal)",
    }
    return _draw("signature.typ", box, shown, now)


@lru_cache(maxsize=8)
def seal_stamp(box: Box, government: str, name: str) -> bytes:
    """The round office seal: the same on every letter, so drawn once per process."""
    shown = {"government": government, "name": name, "label": "SEGEL ELEKTRONIK"}
    return _draw("seal.typ", box, shown, _NO_TIME)


def _draw(template: str, box: Box, shown: dict[str, str], now: datetime) -> bytes:
    data: dict[str, Any] = {"width": box.width, "height": box.height, "font": box.font, "size": box.size, **shown}
    return typeset(FOLDER / template, data, created=now, tagged=False)
