"""What changed between two versions, word by word, for the page. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from services.letters.markup import parse_blocks
from services.letters.rules.content import words_of
from services.letters.schemas.content import LABELS

Kind = Literal["same", "ins", "del"]
AROUND = 80  # letters shown of a long passage that stayed, at each end
_WORD = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True)
class Piece:
    """Words that stayed, came or went."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Change:
    """One part of the letter that differs, with all its words."""

    label: str
    whole: tuple[Piece, ...]

    @property
    def pieces(self) -> list[Piece]:
        """Its words, of long passages that stayed only beginning and end."""
        return [_shortened(piece) for piece in self.whole]

    @property
    def before(self) -> list[Piece]:
        """Its words as they were, with what went."""
        return [piece for piece in self.whole if piece.kind != "ins"]

    @property
    def after(self) -> list[Piece]:
        """Its words as they are, with what came."""
        return [piece for piece in self.whole if piece.kind != "del"]


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """The parts of the letter that differ, in the order in which they stand on it; empty where nothing does.

    Words are compared without their marks; where only bold, italic or the like changed, the marks are shown.
    """
    found = ((label, _pieces(name, before.get(name, ""), after.get(name, ""))) for name, label in LABELS.items())
    return [Change(label, tuple(pieces)) for label, pieces in found if pieces]


def _pieces(name: str, old: Any, new: Any) -> list[Piece]:
    """What changed in a field; empty where nothing did. Where only marks of style changed, the marks are shown."""
    if old == new:
        return []
    pieces = compare(_text(name, old), _text(name, new))
    return compare(str(old), str(new)) if all(piece.kind == "same" for piece in pieces) else pieces


def _shortened(piece: Piece) -> Piece:
    """Long words that stayed are shown by their beginning and end only."""
    if piece.kind != "same" or len(piece.text) <= 3 * AROUND:
        return piece
    head, tail = piece.text[:AROUND].rpartition(" ")[0], piece.text[-AROUND:].partition(" ")[2]
    return Piece("same", f"{head} … {tail}")


def compare(old: str, new: str) -> list[Piece]:
    """Word-level difference of two texts: first by lines, then by words within the lines that differ."""
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    pieces: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old_lines, new_lines, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", "".join(old_lines[a:b])))
        else:
            pieces += _words("".join(old_lines[a:b]), "".join(new_lines[c:d]))
    return list(_merged(pieces))


def _words(old: str, new: str) -> Iterator[Piece]:
    before, after = _WORD.findall(old), _WORD.findall(new)
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(before[a:b]))
            continue
        if a < b:
            yield Piece("del", "".join(before[a:b]))
        if c < d:
            yield Piece("ins", "".join(after[c:d]))


def _merged(pieces: Sequence[Piece]) -> Iterator[Piece]:
    kind, texts = None, list[str]()
    for piece in [*pieces, None]:
        if piece is None or piece.kind != kind:
            if kind and texts:
                yield Piece(kind, "".join(texts))
            kind, texts = (piece.kind if piece else None), []
        if piece:
            texts.append(piece.text)


def _text(name: str, value: Any) -> str:
    """A field's words as they stand on the letter."""
    if isinstance(value, list):
        return "\n".join(value)
    if name in ("opening", "body", "closing"):
        return "\n\n".join(words_of(block) for block in parse_blocks(value))
    return str(value)
