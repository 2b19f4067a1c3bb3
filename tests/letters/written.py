"""Blocks written as markup again, to prove that parsing loses nothing of what it means."""

from __future__ import annotations

from collections.abc import Sequence

from services.letters.markup import Block, marks_of
from services.letters.markup.blocks import _RULE
from services.letters.markup.inline import _BOLD, _ITALIC
from services.letters.markup.lists import LINE
from services.shared.paper.letter import Items, Line, Paragraph, Run


def format_blocks(blocks: Sequence[Block]) -> str:
    """The blocks as markup, one blank line between them."""
    return "\n\n".join(_format(block) for block in blocks)


def _format(block: Block) -> str:
    if isinstance(block, Paragraph):
        return "\n".join(_escaped(line) for line in format_runs(_as_runs(block.runs)).split("\n"))
    if isinstance(block, Items):
        marks = marks_of(block)
        return "\n".join(f"{mark} {format_runs(_as_runs(item))}" for mark, item in zip(marks, block.items, strict=True))
    rows = [block.head, *block.rows]
    if block.rows and all(_RULE.fullmatch(cell) for cell in block.rows[0]):
        rows.insert(1, ["---"] * len(block.head))
    return "\n".join(_format_row(row) for row in rows)


def _as_runs(line: Line) -> Sequence[Run]:
    return [Run(line)] if isinstance(line, str) else line


def _escaped(line: str) -> str:
    return "\\" + line if line.startswith("|") or LINE.fullmatch(line) else line


def _format_row(row: Sequence[str]) -> str:
    cells = (cell.replace("\\", "\\\\").replace("|", "\\|") for cell in row)
    return "| " + " | ".join(cells) + " |"


def format_runs(runs: Sequence[Run]) -> str:
    """The runs as markup."""
    out, style = [], 0
    for run in [*runs, Run("")]:
        wanted = _BOLD * run.bold + _ITALIC * run.italic
        out += ["*" * (style ^ wanted), run.text.replace("\\", "\\\\").replace("*", "\\*")]
        style = wanted
    return "".join(out)
