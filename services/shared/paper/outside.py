"""Files from outside, and files made of them: read, drawn and merged in a child process with limits only.

A PDF or a photograph that somebody uploads may be made to crash, swell or take over whatever parses it. The web
process itself never does: it gets back finished pages, or is told in plain words that there are none.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.shared import confined
from services.shared.paper.errors import PaperError
from services.shared.paper.typeset import Typeset

SECONDS = 45.0
MEMORY = 1024 * 1024 * 1024  # bytes above what the child begins with: sixty scanned pages
LARGEST = 192 * 1024 * 1024  # bytes of the answer, base64
confined.preload(
    "services.shared.paper.scans", "services.shared.paper.copies", "services.shared.paper.photographs", "pypdfium2",
    "pikepdf", "typst",
)  # fmt: skip


def picture_pages(data: bytes, *, created: datetime, paper: str, label: str) -> tuple[bytes, int]:
    """An attachment's pages as pictures on PDF/A pages, and how many. PaperError, Unavailable."""
    return _file(_run(_picture_pages, data, created, paper, label))


def scan_pdf(data: bytes, *, created: datetime, paper: str) -> tuple[bytes, int]:
    """A scan as PDF, and its number of pages; see ``scans.scan_pdf``. PaperError, Unavailable."""
    return _file(_run(_scan_pdf, data, created, paper))


def merged(sheet: Typeset, others: Sequence[bytes]) -> Typeset:
    """The sheet followed by the pages of the others; its slots stay where they are. PaperError, Unavailable."""
    if not others:
        return sheet
    pdf, pages = _file(_run(_merged, sheet, list(others)))
    return replace(sheet, pdf=pdf, pages=pages)


def marked_copy(pdf: bytes, text: str, note: str) -> bytes:
    """A copy with ``text`` across each page; see ``copies.marked_copy``. PaperError, Unavailable."""
    return _file(_run(_marked_copy, pdf, text, note))[0]


def page_png(pdf: bytes, page: int, width: int) -> bytes:
    """One page as PNG, pages counted from 0. PaperError, Unavailable."""
    return _file(_run(_page_png, pdf, page, width))[0]


def page_count(pdf: bytes) -> int:
    """How many pages. PaperError, Unavailable."""
    return _file(_run(_page_count, pdf))[1]


def _run(function: Callable[..., tuple[bytes, int]], *args: Any) -> Any:
    try:
        return confined.run(_done, function, *args, seconds=SECONDS, memory=MEMORY, largest=LARGEST)
    except confined.TooMuch as error:
        raise PaperError(f"takes too much to read: {error}", "oversized") from error


def _file(answer: dict[str, Any]) -> tuple[bytes, int]:
    if "wrong" in answer:
        raise PaperError(str(answer["wrong"]), str(answer["trouble"]))
    return b64decode(answer["file"]), int(answer["pages"])


def _done(function: Callable[..., tuple[bytes, int]], *args: Any) -> dict[str, Any]:
    """What the child does."""
    try:
        file, pages = function(*args)
    except PaperError as error:
        return {"wrong": str(error), "trouble": error.trouble}
    return {"file": b64encode(file).decode("ascii"), "pages": pages}


def _picture_pages(data: bytes, created: datetime, paper: str, label: str) -> tuple[bytes, int]:
    from services.shared.paper import scans

    made = scans.picture_pages(data, created=created, paper=paper, label=label)
    return made.pdf, made.pages


def _scan_pdf(data: bytes, created: datetime, paper: str) -> tuple[bytes, int]:
    from services.shared.paper import preview, scans

    pdf = scans.scan_pdf(data, created=created, paper=paper)
    return pdf, preview.page_count(pdf)


def _merged(sheet: Typeset, others: list[bytes]) -> tuple[bytes, int]:
    from services.shared.paper import merging

    whole = merging.merged(sheet, others)
    return whole.pdf, whole.pages


def _marked_copy(pdf: bytes, text: str, note: str) -> tuple[bytes, int]:
    from services.shared.paper import copies

    return copies.marked_copy(pdf, text, note), 0


def _page_png(pdf: bytes, page: int, width: int) -> tuple[bytes, int]:
    from services.shared.paper import preview

    return preview.page_png(pdf, page, width), 1


def _page_count(pdf: bytes) -> tuple[bytes, int]:
    from services.shared.paper import preview

    return b"", preview.page_count(pdf)
