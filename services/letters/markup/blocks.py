"""Paragraphs, lists and tables of a letter's body, from its lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal, cast

from services.letters.markup.inline import parse_runs
from services.shared.paper.letter import Items, Line, Paragraph, Table

Block = Paragraph | Items | Table
Style = Literal["1.", "a.", "-"]

_MARK = re.compile(r"(?:(?P<number>\d{1,3})\.|(?P<letter>[a-z])\.|-) +(?P<rest>\S.*)")
_CELL = re.compile(r"(?:\\.|[^|\\]|\\$)*")
_RULE = re.compile(r":?-{2,}:?")


@dataclass
class _Open:
    """The block that lines are being added to."""

    kind: str  # "paragraph", "table" or a list's style
    lines: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)


def parse_blocks(text: str) -> list[Block]:
    """The blocks that the text means; an empty text has none. No text is an error."""
    blocks: list[_Open] = []
    gap = True
    for line in (raw.strip() for raw in text.split("\n")):
        if line:
            _add(blocks, line, gap)
        gap = not line
    return [_close(block) for block in blocks]


def _add(blocks: list[_Open], line: str, gap: bool) -> None:
    last = blocks[-1] if blocks else _Open("")
    if line.startswith("|"):
        if last.kind != "table" or gap:
            blocks.append(last := _Open("table"))
        last.rows.append(_cells(line))
    elif (mark := _mark(line)) and _goes_on(last, mark, gap):
        last.lines.append(mark.rest)
    elif mark and mark.ordinal == 1:
        blocks.append(_Open(mark.style, [mark.rest]))
    elif last.kind in ("1.", "a.", "-") and not gap:
        last.lines[-1] += " " + _unescaped(line)
    elif last.kind == "paragraph" and not gap:
        last.lines.append(_unescaped(line))
    else:
        blocks.append(_Open("paragraph", [_unescaped(line)]))


@dataclass(frozen=True)
class _Mark:
    style: Style
    ordinal: int
    rest: str


def _mark(line: str) -> _Mark | None:
    found = _MARK.fullmatch(line)
    if not found:
        return None
    if found["number"]:
        return _Mark("1.", int(found["number"]), found["rest"])
    if found["letter"]:
        return _Mark("a.", ord(found["letter"]) - ord("a") + 1, found["rest"])
    return _Mark("-", 1, found["rest"])


def _goes_on(last: _Open, mark: _Mark, gap: bool) -> bool:
    """Whether an item belongs to the list before it: directly below, or next in count after a blank line."""
    if last.kind != mark.style:
        return False
    return not gap or mark.style == "-" or mark.ordinal == len(last.lines) + 1


def _unescaped(line: str) -> str:
    return line[1:] if line.startswith("\\") and _MARK.fullmatch(line[1:]) else line


def _cells(line: str) -> list[str]:
    body = line[1:]
    cells, at = [], 0
    while at <= len(body):
        found = cast(re.Match[str], _CELL.match(body, at))
        cells.append(found[0])
        at = found.end() + 1
    if len(cells) > 1 and not cells[-1].strip():
        cells.pop()  # what stands after the last bar
    return [re.sub(r"\\([\\|])", r"\1", cell.strip()) for cell in cells]


def _close(block: _Open) -> Block:
    if block.kind == "paragraph":
        return Paragraph(parse_runs("\n".join(block.lines)))
    if block.kind == "table":
        return _table(block.rows)
    return Items([parse_runs(item) for item in block.lines], cast(Style, block.kind))


def _table(rows: list[list[str]]) -> Table:
    if len(rows) > 1 and all(_RULE.fullmatch(cell) for cell in rows[1]):
        del rows[1]
    width = max(map(len, rows))
    head, *body = [[*row, *[""] * (width - len(row))] for row in rows]
    return Table(head, body)


def label(style: str, index: int) -> str:
    """The mark before an item, its index counted from 0: ``2.``, ``b.`` or ``-``."""
    return f"{index + 1}." if style == "1." else f"{chr(ord('a') + index % 26)}." if style == "a." else "-"


def plain_text(line: Line) -> str:
    """The words of a line without their style."""
    return line if isinstance(line, str) else "".join(run.text for run in line)
