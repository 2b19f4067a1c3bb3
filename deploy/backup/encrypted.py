"""Files encrypted with age (https://age-encryption.org), whole or not at all, hashed while they pass."""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import pyrage

from deploy.backup.drafts import draft_of
from deploy.errors import Told
from services.shared.storage.hashing import Hashing

CHUNK = 1024 * 1024


class Unwritable(Told):
    """A sealed file could not be written: mostly the medium is full."""


class Unreadable(Told):
    """A key is not one, or a sealed file cannot be opened with it."""


def recipient(text: str) -> pyrage.x25519.Recipient:
    """The public key ``age1…``; raises Unreadable."""
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as error:
        raise Unreadable(f"This is not an age public key (age1…): {text[:12]}…") from error


def seal(source: BinaryIO | Iterable[bytes], target: Path, to: pyrage.x25519.Recipient) -> tuple[str, int, str]:
    """Encrypt a stream into ``target``; returns (SHA-256 of the plain bytes, their size, SHA-256 of the file).

    Raises:
        Unwritable, OSError: nothing was written.
    """
    plain = Hashing(source)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with draft_of(target) as draft:
        _write(draft, plain, to)
    return plain.sha256, plain.size, file_hash(target)


def _write(file: Path, plain: Hashing, to: pyrage.x25519.Recipient) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            pyrage.encrypt_io(plain, out, [to])
            out.flush()
            os.fsync(out.fileno())
    except (pyrage.EncryptError, OSError) as error:  # the library tells every trouble by its own error, in words
        if os.strerror(errno.ENOSPC) not in str(error):
            raise Unwritable(f"{file.parent} cannot be written, or what goes there be read ({error})") from error
        raise Unwritable(f"the disk of {file.parent} is full: make room there, or give a larger one") from error


def open_to(source: Path, target: BinaryIO, key: pyrage.x25519.Identity) -> None:
    """Decrypt a file into a stream; raises Unreadable where it is damaged or for another key."""
    try:
        with source.open("rb") as sealed:
            pyrage.decrypt_io(sealed, target, [key])
    except (OSError, pyrage.DecryptError, ValueError) as error:
        raise Unreadable(f"{source} cannot be opened with this key ({error}).") from error


def file_hash(file: Path) -> str:
    """SHA-256 of a file as it lies there."""
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
