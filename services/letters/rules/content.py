"""The content model of a letter: what the team writes, as plain JSON. Pure.

A content is a dict as ``schemas.content`` loads it: texts, lists of lines, and ``body`` in the small markup of
``markup``. Blocks of a version are counted from 0: the opening, each block of the body, the closing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from services.letters.markup import Block, marks_of, parse_blocks, parse_runs, plain_text
from services.shared.paper.letter import Fields, Items, Paragraph, Run, Table
from services.shared.paper.numbers import in_words

SENSITIVITIES = {"biasa": "Biasa", "terbatas": "Terbatas", "rahasia": "Rahasia"}
URGENCIES = {"biasa": "Biasa", "segera": "Segera", "sangat_segera": "Sangat segera"}
REQUIRED = ("subject", "recipient_name", "recipient_place", "opening", "body", "closing")


def blocks_of(content: Mapping[str, Any]) -> list[Block]:
    """Opening, body and closing as blocks, in the order in which they stand on the letter."""
    opening, closing = Paragraph(parse_runs(content["opening"])), Paragraph(parse_runs(content["closing"]))
    return [opening, *parse_blocks(content["body"]), closing]


def as_json(blocks: list[Block]) -> list[dict[str, Any]]:
    """Blocks as plain data, to be frozen with a version."""
    return [asdict(block) for block in blocks]


def from_json(data: list[dict[str, Any]]) -> list[Block]:
    """Blocks of a frozen version."""
    return [_block(item) for item in data]


def _block(item: Mapping[str, Any]) -> Block:
    if item["kind"] == "paragraph":
        return Paragraph([Run(**run) for run in item["runs"]])
    if item["kind"] == "list":
        lines = [[Run(**run) for run in line] for line in item["items"]]
        return Items(lines, item["style"], item.get("marks", ()), item.get("levels", ()))
    if item["kind"] == "fields":
        return Fields([(label, value) for label, value in item["rows"]])
    return Table(item["head"], item["rows"])


def texts(content: Mapping[str, Any]) -> dict[str, str]:
    """The words of each field, without marks of style, as they stand on the letter."""
    plain = {name: "\n".join(value) if isinstance(value, list) else str(value) for name, value in content.items()}
    plain["body"] = "\n".join(words_of(block) for block in parse_blocks(content["body"]))
    return plain | {name: plain_text(parse_runs(content[name])) for name in ("opening", "closing")}


def sifat(content: Mapping[str, Any]) -> str:
    """The line 'Sifat' on the letter: both scales, as ``Rahasia / Segera``; ``Biasa`` where both are plain."""
    words = [SENSITIVITIES[content["sensitivity"]], URGENCIES[content["urgency"]]]
    return " / ".join(word for word in words if word != "Biasa") or "Biasa"


def enclosed(typed: str, count: int) -> str:
    """The line 'Lampiran': it counts the files that go with the letter, whatever was typed.

    What was typed stays where it says the same number, with a unit of its own: ``2 (dua) lembar foto``.
    """
    if not count:
        return "-"
    said = re.match(r"\d+", typed.strip())
    return typed.strip() if said and int(said[0]) == count else f"{count} ({in_words(count)}) berkas"


def excerpt(block: Block, limit: int = 90) -> str:
    """The first words of a block, to name it in a list of corrections."""
    text = " ".join(words_of(block).split())
    return text if len(text) <= limit else f"{text[:limit].rsplit(' ', 1)[0]} …"


def words_of(block: Block) -> str:
    """The words of a block as they stand on the letter, a line for each item or row."""
    if isinstance(block, Paragraph):
        return plain_text(block.runs)
    if isinstance(block, Items):
        return "\n".join(f"{mark} {plain_text(item)}" for mark, item in zip(marks_of(block), block.items, strict=True))
    if isinstance(block, Fields):
        return "\n".join(f"{label}: {plain_text(value)}" for label, value in block.rows)
    return "\n".join(" · ".join(row) for row in [block.head, *block.rows])
