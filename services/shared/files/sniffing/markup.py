"""Reads XML of strangers as office programs do, whatever its encoding, its prefixes and its character references."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from xml.parsers import expat

Started = Callable[[str, dict[str, str]], None]


class NoDoctype(Exception):
    """It declares entities of its own; no office file does."""


def walk(data: bytes, started: Started, texts_of: str = "") -> str:
    """Call ``started(name, attributes)`` for each element, names without prefix; returns what stands in all elements
    named ``texts_of``. What is broken is read up to there: office programs open no such part.

    Raises:
        NoDoctype, and what ``started`` raises.
    """
    said: list[str] = []
    open_elements: list[str] = []
    reader = expat.ParserCreate()
    reader.buffer_text = True

    def start(name: str, attributes: dict[str, str]) -> None:
        open_elements.append(local(name))
        started(open_elements[-1], {local(key): value for key, value in attributes.items()})

    def text(words: str) -> None:
        if texts_of and open_elements and open_elements[-1] == texts_of:
            said.append(words)

    def doctype(*_: object) -> None:
        raise NoDoctype

    reader.StartElementHandler, reader.CharacterDataHandler = start, text
    reader.EndElementHandler = lambda _: open_elements.pop()
    reader.StartDoctypeDeclHandler = doctype
    with suppress(expat.ExpatError):
        reader.Parse(data, True)
    return "".join(said)


def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]
