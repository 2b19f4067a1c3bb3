"""Paragraphs, lists and tables of a letter's body, from its lines."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal, cast

from services.letters.markup.inline import parse_runs
from services.letters.markup.lists import LINE, Mark, Running, mark_of
from services.shared.paper.letter import Fields, Items, Paragraph, Table

Block = Paragraph | Items | Table | Fields
_PLAIN: tuple[Literal["1.", "a.", "-"], ...] = ("1.", "a.", "-")  # lists without others in them
_CELL = re.compile(r"(?:\\.|[^|\\]|\\$)*")
_RULE = re.compile(r":?-{2,}:?")
# A mark that is none of ours, at the head of a line: "1.1.", "2).", "3." without a word, a sign of any kind.
_OWN_LINE = re.compile(r"(?:\(?(?:\d+(?:\.\d+)*|\w)[.)]{1,2}|\d+(?:\.\d+)+|[^\w\s'\"“‘«(\\])(?:\s|$)")


@dataclass
class _Open:
    """The block that lines are being added to."""

    kind: str  # "paragraph", "table" or "list"
    lines: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    levels: list[int] = field(default_factory=list)
    running: Running = field(default_factory=Running)

    def add_item(self, mark: Mark, level: int) -> None:
        """Another item, on its level."""
        self.lines.append(mark.rest)
        self.marks.append(mark.text)
        self.levels.append(level)


@dataclass
class _Text:
    """The blocks of a text so far, how far each style has counted in it, and the marks that it has."""

    said: Collection[str]
    blocks: list[_Open] = field(default_factory=list)
    counted: dict[str, int] = field(default_factory=dict)


def parse_blocks(text: str) -> list[Block]:
    """The blocks that the text means; an empty text has none. No text is an error."""
    lines = text.split("\n")
    whole = _Text({mark.text for mark in map(mark_of, lines) if mark})
    gap = True
    for raw in lines:
        if line := raw.strip():
            _add(whole, line, mark_of(raw), gap)
        gap = not line
    return [_close(block) for block in whole.blocks]


def _add(text: _Text, line: str, mark: Mark | None, gap: bool) -> None:
    last = text.blocks[-1] if text.blocks else _Open("")
    if line.startswith("|"):
        if last.kind != "table" or gap:
            text.blocks.append(last := _Open("table"))
        last.rows.append(_cells(line))
    elif mark and _is_item(text, last, mark, gap):
        pass
    elif last.kind == "list" and not gap:
        last.lines[-1] += ("\n" if _OWN_LINE.match(line) else " ") + _unescaped(line)
    elif last.kind == "paragraph" and not gap:
        last.lines.append(_unescaped(line))
    else:
        text.blocks.append(_Open("paragraph", [_unescaped(line)]))


def _is_item(text: _Text, last: _Open, mark: Mark, gap: bool) -> bool:
    """Add the line as an item of the list that is open, or as the first of another."""
    level = last.running.place(mark, gap, text.counted)
    if level is not None:
        last.add_item(mark, level)
        return True
    fresh = _Open("list")
    if not fresh.running.begin(mark, text.counted, text.said):
        return False
    fresh.add_item(mark, 0)
    text.blocks.append(fresh)
    return True


def _unescaped(line: str) -> str:
    return line[1:] if line.startswith("\\") and LINE.fullmatch(line[1:]) else line


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
    items = [parse_runs(item) for item in block.lines]
    for style in _PLAIN:
        if not any(block.levels) and block.marks == [label(style, index) for index in range(len(items))]:
            return Items(items, style)
    return Items(items, marks=block.marks, levels=block.levels)


def _table(rows: list[list[str]]) -> Table | Fields:
    """A ruled table; or, where each row is a label with a colon and what it says, rows without rules."""
    if all(len(row) == 2 and row[0].endswith(":") for row in rows):
        return Fields([(label.rstrip(": "), value) for label, value in rows])
    if len(rows) > 1 and all(_RULE.fullmatch(cell) for cell in rows[1]):
        del rows[1]
    width = max(map(len, rows))
    head, *body = [[*row, *[""] * (width - len(row))] for row in rows]
    return Table(head, body)


def label(style: str, index: int) -> str:
    """The mark before an item, its index counted from 0: ``2.``, ``b.`` or ``-``."""
    return f"{index + 1}." if style == "1." else f"{chr(ord('a') + index % 26)}." if style == "a." else "-"


def marks_of(items: Items) -> list[str]:
    """The mark before each item, with the space by which it stands deeper."""
    if not items.marks:
        return [label(items.style, index) for index in range(len(items.items))]
    return [f"{'   ' * level}{mark}" for mark, level in zip(items.marks, items.levels, strict=True)]
