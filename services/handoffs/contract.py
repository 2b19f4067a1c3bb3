"""What a handoff is: a kind and version, who gives it to whom, and the schema of its body.

Contracts are append-only: V2 of a kind stands beside V1 and both are received. Each version has a golden sample
in ``tests/handoffs/samples/`` that is never edited.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from marshmallow import EXCLUDE, Schema

SERVICES = ("intake", "review", "letters", "registry")


class Body(Schema):
    """Base of every body: unknown fields are left out, so that a newer sender of the same version is understood."""

    class Meta:
        unknown = EXCLUDE


@dataclass(frozen=True)
class Contract:
    """One version of one kind of handoff."""

    kind: str
    version: int
    sender: str
    receiver: str
    schema: type[Body]

    def dump(self, body: dict[str, Any]) -> dict[str, Any]:
        """The body as JSON data, checked against its own schema, so that a sender cannot post what it may not.

        Raises:
            marshmallow.ValidationError: the body is not of the contract's shape (a defect of ours).
        """
        data: dict[str, Any] = self._shape.dump(body)
        self._shape.load(data)
        return data

    def load(self, data: dict[str, Any]) -> dict[str, Any]:
        """The body as Python values; raises marshmallow.ValidationError."""
        loaded: dict[str, Any] = self._shape.load(data)
        return loaded

    @cached_property
    def _shape(self) -> Body:
        """One schema for all messages: making one costs more than loading a body with it."""
        return self.schema()


class Contracts:
    """All contracts, found by kind and version."""

    def __init__(self, contracts: Iterable[Contract]) -> None:
        self.all = tuple(contracts)
        self._index = {(c.kind, c.version, c.sender, c.receiver): c for c in self.all}
        if len(self._index) != len(self.all):
            raise ValueError("two contracts share kind, version, sender and receiver")

    def find(self, kind: str, version: int, sender: str, receiver: str) -> Contract | None:
        """The contract, or None where it is unknown here."""
        return self._index.get((kind, version, sender, receiver))

    def newest(self, kind: str, sender: str, receiver: str) -> int:
        """The highest version of a kind that is known here; 0 where the kind is unknown."""
        found = [c.version for c in self.all if (c.kind, c.sender, c.receiver) == (kind, sender, receiver)]
        return max(found, default=0)

    def pairs(self) -> list[tuple[str, str]]:
        """The pairs (sender, receiver) between which something travels."""
        return sorted({(c.sender, c.receiver) for c in self.all})
