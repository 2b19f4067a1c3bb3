"""Bytes that are hashed and counted while they pass."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import BinaryIO


class Hashing:
    """A reader that hashes and counts what passes; reads from a file or from chunks."""

    def __init__(self, source: BinaryIO | Iterable[bytes]) -> None:
        self._file: BinaryIO | None = source if hasattr(source, "read") else None  # type: ignore[assignment]
        self._chunks = iter(()) if self._file is not None else iter(source)
        self._rest = b""
        self._digest, self.size = hashlib.sha256(), 0

    @property
    def sha256(self) -> str:
        """The hash of what has passed."""
        return self._digest.hexdigest()

    def read(self, size: int = -1) -> bytes:
        """At most ``size`` bytes; b"" at the end."""
        data = self._file.read(size) if self._file is not None else self._take(size)
        self._digest.update(data)
        self.size += len(data)
        return data

    def _take(self, size: int) -> bytes:
        if not self._rest:
            self._rest = next(self._chunks, b"")
        cut = len(self._rest) if size < 0 else size
        data, self._rest = self._rest[:cut], self._rest[cut:]
        return data
