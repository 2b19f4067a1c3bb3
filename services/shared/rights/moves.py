"""State moves as data. Each service lists its moves in ``states.py``; nothing else changes a state.

A row that moves carries ``state``, ``version`` (optimistic lock), ``last_verb`` and ``last_actor``, so that a
repeated press of the same button is a no-op and a stale page gets a clear conflict.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from services.shared.errors import Forbidden, Stale
from services.shared.rights.people import Actor, Role

NOT_YOURS = "Langkah ini bukan tugas peran Anda."


@dataclass(frozen=True)
class Move:
    """One row of a state table: from ``source``, ``verb`` by one of ``roles`` leads to ``target`` (procedure step)."""

    source: enum.StrEnum
    verb: str
    target: enum.StrEnum
    roles: frozenset[Role]
    step: str


class Moves:
    """The legal moves of one kind of row, and what its states are called on screen."""

    def __init__(self, rows: Iterable[Move], labels: Mapping[Any, str]) -> None:
        self.rows = tuple(rows)
        self.labels: Mapping[str, str] = labels
        self._index = {(row.source, row.verb): row for row in self.rows}
        if len(self._index) != len(self.rows):
            raise ValueError("two moves share a state and a verb")

    def __iter__(self) -> Iterator[Move]:
        return iter(self.rows)

    def find(self, state: enum.StrEnum, verb: str) -> Move | None:
        """The move for this verb in this state, or None where it is illegal."""
        return self._index.get((state, verb))

    def verbs_for(self, state: enum.StrEnum, roles: Iterable[Role]) -> list[str]:
        """Verbs that a person with these roles may do now, in table order."""
        held = frozenset(roles)
        return [row.verb for row in self.rows if row.source == state and row.roles & held]


class Moving(Protocol):
    """What a table row needs to be moved."""

    state: str
    version: int
    last_verb: str | None
    last_actor: str | None
    moved_at: datetime


def advance(moves: Moves, row: Moving, verb: str, actor: Actor, now: datetime, version: int | None) -> bool:
    """Move ``row`` by ``verb``; return False when this very move was already made (a double press).

    ``version`` is what the person saw; None is for the system, which acts on the row as it is (under its lock).

    Raises:
        Stale: the row has been changed since, or its state does not allow the verb.
        Forbidden: the actor holds none of the roles of this move.
    """
    state = next((m.source for m in moves if m.source == row.state), None)
    move = moves.find(state, verb) if state is not None else None
    if version is not None and row.version == version + 1 and (row.last_verb, row.last_actor) == (verb, actor.username):
        return False
    check_version(row.version, version)
    if move is None:
        now_is = moves.labels.get(row.state, row.state)
        raise Stale(f"Langkah ini tidak dapat dilakukan pada keadaan sekarang: {now_is}. Muat ulang halaman.")
    if not actor.roles & move.roles:
        raise Forbidden(NOT_YOURS)
    row.state, row.last_verb, row.last_actor, row.moved_at = move.target, verb, actor.username, now
    row.version += 1
    return True


def check_version(now: int, seen: int | None) -> None:
    """Raise Stale where a row was changed since a person saw it; ``seen`` is None for the system."""
    if seen is not None and seen != now:
        raise Stale("Data ini sudah diubah orang lain sejak halaman dibuka. Muat ulang halaman, lalu coba lagi.")
