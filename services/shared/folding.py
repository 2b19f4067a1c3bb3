"""How words are compared where somebody looks for them: without case, marks and apostrophes, however they were typed.

The one place for it: what an index holds and what is asked of it are both folded here, SQL only compares. José and
JOSE´ are ``jose``, Nur'aini is ``nuraini``, Nur Aini is found by it too, because neighbours are also noted joined.
Whoever changes what comes out raises ``VERSION``: what is in an index of before is noted anew, a portion at a time.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

VERSION = 2  # of what this file makes; 0 is what was in the indices before it
AT_ONCE = 500  # rows of one run that notes an index of before anew
_APOSTROPHES = dict.fromkeys(map(ord, "’‘‛❛❜ʼʻʽʾʿʹˈ`´′‵＇ꞌ"), "'")
_JOINT = re.compile(r"(?<=\w)'+(?=\w)")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_VOWELS = 10  # combining classes from here on are marks that people leave out; below are letters of Asian scripts


def fold(text: str) -> str:
    """A text in small letters without marks and signs of width; apostrophes are all the same one."""
    bare = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold()
    kept = (char for char in unicodedata.normalize("NFKD", bare) if unicodedata.combining(char) < _VOWELS)
    return unicodedata.normalize("NFC", "".join(kept)).translate(_LETTERS)


def asked(text: str) -> list[str]:
    """The words that somebody looks for, in their order: letters and digits, an apostrophe inside a word left out."""
    return _split(_JOINT.sub("", fold(text)))


def noted(text: str) -> list[str]:
    """The words that a text is found by: those that are asked for, and the parts on both sides of an apostrophe."""
    folded = fold(text)
    return list(dict.fromkeys([*_split(_JOINT.sub("", folded)), *_split(folded.replace("'", " "))]))


def noted_name(name: str) -> list[str]:
    """The words that a name is found by: also each with the one that follows it, as many people write it."""
    parts = _split(fold(name).replace("'", " "))
    return list(dict.fromkeys([*parts, *(before + after for before, after in pairwise(parts)), *asked(name)]))


def joined(words: list[str]) -> dict[str, list[str]]:
    """For each of the words what it is when it is written as one with its neighbour: Nur Aini may stand as Nuraini."""
    found: dict[str, list[str]] = {}
    for before, after in pairwise(words):
        for word in (before, after):
            found.setdefault(word, []).append(before + after)
    return found


def _split(text: str) -> list[str]:
    return "".join(char if _of_word(char) else " " for char in text).split()


def _of_word(char: str) -> bool:
    """Letters, digits, and the vowel signs of scripts that write them as marks."""
    return char.isalnum() or unicodedata.category(char).startswith("M")
