"""Step 8c: who leads the team, as plain code."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from services.shared.errors import RuleBroken


class Disposed(Protocol):
    """A disposition: usernames and names side by side, and who leads."""

    @property
    def members(self) -> Sequence[str]:
        """Usernames."""

    @property
    def member_names(self) -> Sequence[str]:
        """Their names."""

    @property
    def leader(self) -> str:
        """A username; empty in older dispositions."""


def check_leader(leader: str, chosen: Collection[str]) -> None:
    """Who leads is one of the members; raises RuleBroken."""
    if leader and leader not in chosen:
        text = "Ketua harus salah satu anggota yang dipilih. Centang juga namanya, atau pilih ketua lain."
        raise RuleBroken(text, {"leader": [text]})


def named(name: str, *, leads: bool) -> str:
    """A member as shown: the leader is marked."""
    return f"{name} (ketua)" if leads else name


def marked_members(row: Disposed) -> list[str]:
    """The members by name, the leader marked; older dispositions have none."""
    pairs = zip(row.members, row.member_names, strict=True)
    return [named(name, leads=username == row.leader) for username, name in pairs]


def shown_members(row: Disposed) -> str:
    """The same in one line."""
    return ", ".join(marked_members(row))
