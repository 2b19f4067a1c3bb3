"""Typst: a template and data in, a PDF/A-2b file out, the same bytes every time.

Data reaches typst as JSON in ``sys.inputs.data``; a template reads it through ``office.typ``. User text is never typst
source: pasted into source it executes. A ``typst.Compiler`` is not shareable between threads ("Already borrowed"), so
every call makes its own; that costs about 1 ms. The fonts are shared.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from services.shared.paper.errors import PaperError
from services.shared.paper.fonts import typst_fonts
from services.shared.paper.picture import with_crest
from services.shared.paper.text import for_paper

if TYPE_CHECKING:
    import typst

ROOT = Path(__file__).parents[2]  # the folder ``services``: a template imports "/shared/paper/office.typ" from here


@dataclass(frozen=True)
class Slot:
    """A box that a template left free. Page counted from 0; points (1/72 inch), origin at the page's lower left."""

    name: str
    page: int
    x: float
    y: float
    width: float
    height: float
    font: str = ""
    size: float = 0.0

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Lower left x, y, upper right x, y, as a PDF ``/Rect`` wants them."""
        return (self.x, self.y, self.x + self.width, self.y + self.height)


@dataclass(frozen=True)
class Typeset:
    """A finished file, its free boxes by name and its number of pages."""

    pdf: bytes
    slots: dict[str, Slot]
    pages: int


def typeset(
    template: Path, data: Mapping[str, Any], *, created: datetime, root: Path = ROOT, tagged: bool = True
) -> bytes:
    """The PDF alone; see ``typeset_with_slots``."""
    return typeset_with_slots(template, data, created=created, root=root, tagged=tagged).pdf


def typeset_with_slots(
    template: Path, data: Mapping[str, Any], *, created: datetime, root: Path = ROOT, tagged: bool = True
) -> Typeset:
    """Lay out ``data`` by a typst template as PDF/A-2b.

    Args:
        template: a .typ file below ``root``.
        data: JSON-like values; ``office.crest`` may be the path of an SVG, PNG or JPEG file.
        created: aware; becomes the file's creation time, so the same call gives the same bytes.
        root: the folder that absolute imports in the template start from.
        tagged: with structure for screen readers. A table of hundreds of rows is a tenth of the size without.

    Raises:
        PaperError: a template or data that typst refuses.
    """
    if created.tzinfo is None:
        raise PaperError("created must be an aware datetime")
    ready = for_paper(with_crest(data))
    try:
        return _compile(template, ready, created, root, tagged)
    except (RuntimeError, ValueError, OSError) as error:
        raise _explained(error) from error


def _compiler(template: Path, data: Any, root: Path) -> typst.Compiler:
    import typst

    return typst.Compiler(
        input=template.resolve(),
        root=root.resolve(),
        font_paths=typst_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )


def _compile(template: Path, data: Any, created: datetime, root: Path, tagged: bool) -> Typeset:
    compiler = _compiler(template, data, root)
    moment = int(created.timestamp())
    pdf, warnings = compiler.compile_with_warnings(
        format="pdf", pdf_standards="a-2b", timestamp=moment, pdf_tags=tagged
    )
    if warnings:  # a missing font is only a warning to typst
        raise PaperError("; ".join(f"{w.message} {' '.join(w.hints)}".strip() for w in warnings))
    if not isinstance(pdf, bytes):
        raise PaperError("typst returned no file")
    pages, slots = _layout(compiler)
    return Typeset(pdf=pdf, slots=slots, pages=pages)


def _layout(compiler: typst.Compiler) -> tuple[int, dict[str, Slot]]:
    """Page count and slots, from the metadata that ``office.typ`` leaves (``<slot>`` and ``<pages>``)."""
    found = json.loads(compiler.query("<slot>", field="value"))
    pages = json.loads(compiler.query("<pages>", field="value"))
    return (pages[0] if pages else 1), {item["name"]: _slot(item) for item in found}


def _slot(item: Mapping[str, Any]) -> Slot:
    """Typst measures from the top of the page, PDF from its foot."""
    return Slot(
        name=item["name"],
        page=item["page"] - 1,
        x=round(item["x"], 2),
        y=round(item["page_height"] - item["y"] - item["height"], 2),
        width=round(item["width"], 2),
        height=round(item["height"], 2),
        font=item["font"],
        size=round(item["size"], 2),
    )


def _explained(error: Exception) -> PaperError:
    hints = " ".join(getattr(error, "hints", []))
    return PaperError(f"{error} {hints} {getattr(error, 'diagnostic', '')}".strip())
