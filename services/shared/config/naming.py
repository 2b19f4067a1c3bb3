"""What the office calls its villages. From the office's file (``keep``), as its zone.

Words that stand in the code before the file is read hold a token, ``{desa}``; ``say`` puts the office's word in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_kept: dict[str, str] = {}


def keep(village: str) -> None:
    """From now on a village is called so."""
    _kept["desa"] = village


def village(name: str = "") -> str:
    """What a village is called, before its name where one is given: ``Desa Makasili``, ``Nagari``."""
    return f"{_word('desa')} {name}".strip()


def say(text: str) -> str:
    """Words of the code with the office's own in them: ``{Desa}`` begins a sentence or a label, ``{desa}`` does not."""
    if "{" not in text:
        return text
    for name, word in _kept.items():
        text = text.replace(f"{{{name}}}", word.lower()).replace(f"{{{name.capitalize()}}}", word)
    return text


class Said(dict[str, Any]):
    """What a field says, read with the office's words: fields are made before the office's file is."""

    def __getitem__(self, name: str) -> Any:
        """As the office says it."""
        return _said(super().__getitem__(name))

    def get(self, name: str, default: Any = None) -> Any:
        """As the office says it."""
        return _said(super().get(name, default))

    def items(self) -> Any:
        """As the office says it."""
        return {name: self[name] for name in self}.items()

    def values(self) -> Any:
        """As the office says it."""
        return [self[name] for name in self]

    def __iter__(self) -> Iterator[str]:
        """The names."""
        return super().__iter__()


def _said(value: Any) -> Any:
    return say(value) if isinstance(value, str) else value


def _word(name: str) -> str:
    if name not in _kept:
        raise RuntimeError("no office's file was read: what are its villages called?")
    return _kept[name]
