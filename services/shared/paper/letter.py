"""The official letter (surat dinas) as data, and its layout by ``letter.typ``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from services.shared.paper.errors import PaperError
from services.shared.paper.typeset import Typeset, typeset_with_slots

TEMPLATE = Path(__file__).parent / "letter.typ"


@dataclass(frozen=True)
class Run:
    """Words set alike."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False


Line = str | Sequence[Run]


@dataclass(frozen=True)
class Paragraph:
    """Justified, its first line indented."""

    runs: Line
    kind: str = "paragraph"


@dataclass(frozen=True)
class Items:
    """A list: numbered ``1.``, lettered ``a.``, or dashed ``-``; or with the ``marks`` that were typed.

    ``levels``: how deep each item stands, from 0; with ``marks`` only.
    """

    items: Sequence[Line]
    style: Literal["1.", "a.", "1)", "a)", "-"] = "1."
    marks: Sequence[str] = ()
    levels: Sequence[int] = ()
    kind: str = "list"


@dataclass(frozen=True)
class Table:
    """A ruled table; ``widths`` are shares of the line, or "auto" for as wide as the content."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float | Literal["auto"]] | None = None
    kind: str = "table"


@dataclass(frozen=True)
class Fields:
    """Rows of "label : value", as day, time and place in an invitation."""

    rows: Sequence[tuple[str, Line]]
    kind: str = "fields"


@dataclass(frozen=True)
class Addressee:
    """After "Yth.": a name in bold, further lines, and the place after "di -"."""

    name: str
    place: str
    lines: Sequence[str] = ()


@dataclass(frozen=True)
class Signatory:
    """Who signs. ``title`` holds the lines above the signature, as ``("a.n. CAMAT KUMELEMBUAI", "SEKRETARIS,")``."""

    title: Sequence[str]
    name: str
    rank: str = ""
    nip: str = ""


@dataclass(frozen=True)
class Style:
    """Paper, typeface, size in points, and space between lines in em (0.65 is single, 1.1 about one and a half)."""

    paper: Literal["a4", "f4"] = "f4"
    font: Literal["arial", "bookman"] = "bookman"
    size: float = 11.5
    spacing: float = 0.7


@dataclass(frozen=True)
class Letter:
    """Everything that stands on a letter.

    ``office`` is ``Office.letterhead()``, plus an optional ``crest`` (path of an SVG, PNG or JPEG file). ``number`` and
    ``date`` are None where the registry fills them in after the signature, text where they are printed beforehand.
    ``note`` and ``code`` (SVG text from ``qr_svg``) stand in the foot of every page. ``copies`` is the Tembusan list.
    """

    office: Mapping[str, Any]
    subject: str
    addressee: Addressee
    body: Sequence[Paragraph | Items | Table | Fields]
    closing: Line
    signatory: Signatory
    urgency: str = "Biasa"
    attachments: str = "-"
    number: str | None = None
    date: str | None = None
    copies: Sequence[str] = ()
    note: str | None = None
    code: str | None = None
    style: Style = field(default_factory=Style)


def typeset_letter(letter: Letter, *, created: datetime) -> Typeset:
    """Lay out a letter. Its slots: ``signature``, ``seal``, and ``number`` and ``date`` unless the letter has them.

    Raises:
        PaperError: no closing words (the signature must never stand alone on a page), or typst refuses the data.
    """
    if not letter.closing:
        raise PaperError("a letter needs closing words")
    return typeset_with_slots(TEMPLATE, vars(letter), created=created)
