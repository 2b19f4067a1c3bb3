"""Bytes that leave the office locked with a passphrase: age (https://age-encryption.org), as the backups are.

age locks a passphrase around bytes in memory alone, and a case may bring gigabytes. So the bytes are locked, as a
stream, for a key that is made for this one parcel, and the key is locked with the passphrase: two files, which
``age --decrypt -i KEY FILE`` opens after asking for the passphrase.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import pyrage

from services.shared.storage.hashing import Hashing

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
SHORTEST = 20  # characters of a passphrase


@dataclass(frozen=True)
class Parcel:
    """``locked`` is the file, rewound, of ``size`` bytes; ``key`` opens it, once its passphrase is known."""

    key: bytes
    locked: IO[bytes]
    size: int


def parcel(pieces: Iterable[bytes], passphrase: str, folder: Path) -> Parcel:
    """Lock a stream; only what is locked lies on the disk (``folder``) meanwhile. Raises what ``pieces`` raise."""
    identity = pyrage.x25519.Identity.generate()
    locked: Any = TemporaryFile(dir=folder)  # noqa: SIM115  # the caller sends and closes it
    failed: list[Exception] = []
    try:
        pyrage.encrypt_io(Hashing(_noting(pieces, failed)), locked, [identity.to_public()])
    except BaseException as error:
        locked.close()
        raise (failed[0] if failed else error) from None
    size = locked.tell()
    locked.seek(0)
    return Parcel(pyrage.passphrase.encrypt(f"{identity}\n".encode(), passphrase), locked, size)


def _noting(pieces: Iterable[bytes], failed: list[Exception]) -> Iterator[bytes]:
    """The pieces; what they raise is kept, because age makes an error of its own of it."""
    try:
        yield from pieces
    except Exception as error:
        failed.append(error)
        raise


def new_passphrase() -> str:
    """A passphrase that is easily read out: 123 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(5))
