"""What can go wrong between data and paper."""

from __future__ import annotations

from services.shared.errors import RuleBroken


class PaperError(Exception):
    """A page could not be made or read: a wrong template, wrong data, or bytes that are no PDF."""


class MissingGlyphs(PaperError, RuleBroken):
    """Text holds characters that our fonts cannot print (422, with the fields that hold them).

    Attributes:
        characters: the characters, in order of appearance, each once.
        where: paths of the data fields that hold them, as ``body[2].runs[0].text``.
    """

    def __init__(self, characters: list[str], where: list[str]) -> None:
        shown = " ".join(f"{char} (U+{ord(char[0]):04X})" for char in characters[:10])
        message = f"Tanda ini tidak dapat dicetak, mohon diganti atau dihapus: {shown}"
        RuleBroken.__init__(self, message, {path: [message] for path in where})
        self.characters = characters
        self.where = where
