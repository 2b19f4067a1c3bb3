"""The small markup of a letter's body, and the blocks that it means. Pure; every text is a legal one.

=====================  =========================================================================
blank line             ends a paragraph; a single line break stays a line break
``1. …``, ``a) …``     a numbered or lettered list (``1) (1) a. a) A. I. i.``); it starts at 1 (a), and goes on after a
                       blank line or a paragraph with the next one; each mark prints as it is typed
``- …``, ``• …``       a list with dashes or other bullets
``1.1.``, ``2).``, ✔    below an item, a mark that makes no list: it keeps its line
another mark, or two   below an item begins a list within it; a mark of before goes back to its list
spaces before one
``| a | b |``          a table; its first line is the head, a line ``|---|---|`` below it is left out
``**bold**``           ``*italic*``, ``***both***`` (not in tables); a star that has no partner is a star
``\\``                  before a star, a bar, a backslash, or a list mark at the start of a line: just that character
=====================  =========================================================================
"""

from __future__ import annotations

from services.letters.markup.blocks import Block, label, marks_of, parse_blocks
from services.letters.markup.inline import parse_runs, plain_text

__all__ = ["Block", "label", "marks_of", "parse_blocks", "parse_runs", "plain_text"]
