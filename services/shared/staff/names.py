"""Fingerprints of a person's name: a text can be searched for a name that the searcher does not know.

They are keyed (HMAC under a key that review and letters alone share), so that nobody without the key can try names
against them.
A *pair* is two words of the name beside each other, in either order; a *word* is one alone, which may be a neighbour's
too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import permutations, zip_longest

from services.shared.config.settings import Settings, SettingsError
from services.shared.encryption.vault import Vault

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_SHORTEST = 3  # letters; initials and particles say nothing
_PAIR, _ONE = "pair", "word"
_LENGTH = 32  # hexadecimal digits of a fingerprint


@dataclass(frozen=True)
class Found:
    """Words of a text that are, or may be, the hidden name."""

    certain: tuple[str, ...]
    doubtful: tuple[str, ...]


def vault_of(settings: Settings) -> Vault:
    """The key of the fingerprints, which two services have; raises SettingsError for the others."""
    if settings.names_key is None:
        raise SettingsError("SIGAP_NAMES_KEY is missing: hidden names are not told without it.")
    return Vault(settings.field_keys, settings.names_key)


def fingerprints(vault: Vault, name: str) -> list[str]:
    """What is told of a name instead of it; a name of one word is a certain find by itself."""
    words = list(dict.fromkeys(_plain(word) for word in _WORD.findall(name) if len(word) >= _SHORTEST))
    if len(words) == 1:
        return [_mark(vault, _PAIR, words[0])]
    pairs = [_mark(vault, _PAIR, f"{a} {b}") for a, b in permutations(words, 2)]
    return pairs + [_mark(vault, _ONE, word) for word in words]


def search(vault: Vault, text: str, hidden: Iterable[str]) -> Found:
    """Find a name by its fingerprints; words are compared without case and accents."""
    wanted = frozenset(hidden)
    if not wanted:
        return Found((), ())
    words = [word for word in _WORD.findall(text) if len(word) >= _SHORTEST]
    certain: dict[str, None] = {}
    doubtful: dict[str, None] = {}
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        if following and _known(vault, _PAIR, f"{_plain(word)} {_plain(following)}", wanted):
            certain[f"{word} {following}"] = None
        elif _known(vault, _PAIR, _plain(word), wanted):
            certain[word] = None
        elif _known(vault, _ONE, _plain(word), wanted):
            doubtful[word] = None
    return Found(tuple(certain), tuple(doubtful))


def _mark(vault: Vault, kind: str, words: str) -> str:
    return vault.index(f"{kind}:{words}")[:_LENGTH]


def _known(vault: Vault, kind: str, words: str, wanted: frozenset[str]) -> bool:
    return any(mark[:_LENGTH] in wanted for mark in vault.indices(f"{kind}:{words}"))


def _plain(word: str) -> str:
    bare = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in bare if char.isalpha())
