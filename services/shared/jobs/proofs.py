"""Who sent a task, proven: Ed25519 signatures over all that a task says (docs/decisions/0031).

Each kind of process that sends (the four services, the beat) has a key of its own, made by the set-up; the public parts
of all are known to all. A service's web process and its workers are one sender.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

HEADER = "sigap_proof"  # of a task: sender, at, signature
CARRIED = ("sigap_correlation", "traceparent", "tracestate")  # the other headers of ours, signed with the rest


class NoKey(Exception):
    """A process that sends has no key, or one that is not the one which the others know; it must not start."""


@dataclass(frozen=True)
class Said:
    """All that a task says: its name, the queue it is for, its arguments, our headers; ``at``: seconds since 1970."""

    task: str
    queue: str
    args: Sequence[Any]
    carried: Mapping[str, str]
    sender: str
    at: float

    def canonical(self) -> bytes:
        """The same bytes for the same task at both ends, whatever JSON did to order and spaces on the way.

        Raises:
            TypeError, ValueError: something in it is no JSON.
        """
        return json.dumps(vars(self), sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True)
class Signer:
    """One sender and its key (32 bytes in base64)."""

    name: str
    key: str

    def sign(self, task: str, queue: str, args: Sequence[Any], carried: Mapping[str, str], at: float) -> dict[str, Any]:
        """What stands in the header ``sigap_proof`` of a task."""
        signature = self._private.sign(Said(task, queue, args, carried, self.name, at).canonical())
        return {"sender": self.name, "at": at, "signature": b64encode(signature).decode()}

    @cached_property
    def public(self) -> str:
        """The part that the others know."""
        return public_of(self.key)

    @cached_property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(b64decode(self.key))


class Known:
    """The public parts of all senders, ``intake=…,review=…``; several of one while its key is changed."""

    def __init__(self, listed: str) -> None:
        self.listed: dict[str, list[str]] = {}
        for line in filter(None, listed.split(",")):
            name, _, key = line.partition("=")
            self.listed.setdefault(name, []).append(key)
        self._keys = {
            name: [Ed25519PublicKey.from_public_bytes(b64decode(key)) for key in keys]
            for name, keys in self.listed.items()
        }

    def vouch(self, said: Said, signature: bytes) -> bool:
        """Whether one of the sender's keys signed this."""
        canonical = said.canonical()
        return any(_fits(key, signature, canonical) for key in self._keys.get(said.sender, ()))

    def check(self, signer: Signer) -> None:
        """Raises NoKey where nobody would believe this signer."""
        if signer.public not in self.listed.get(signer.name, ()):
            raise NoKey(f"SIGAP_TASK_KEYS does not know the key of {signer.name}: run `sigap migrate`, start all anew.")


def new_key() -> str:
    """A private key, in base64."""
    return b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode()


def public_of(key: str) -> str:
    """The public part of a private key, both in base64."""
    private = Ed25519PrivateKey.from_private_bytes(b64decode(key))
    return b64encode(private.public_key().public_bytes_raw()).decode()


def _fits(key: Ed25519PublicKey, signature: bytes, said: bytes) -> bool:
    try:
        key.verify(signature, said)
    except InvalidSignature:
        return False
    return True
