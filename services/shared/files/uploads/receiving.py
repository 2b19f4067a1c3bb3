"""Takes the bytes of an upload as they come: to disk, and through SHA-256 on the way. Memory stays flat."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from typing import IO, Any

from services.shared.errors import Refused
from services.shared.files.uploads.spool import Spool, Upload
from services.shared.storage.object_store import CHUNK

KEPT = 256  # running digests; an upload whose digest was dropped is read again from disk


class WrongOffset(Refused):
    """The part does not begin where ours ends (409); the browser asks where we are and goes on from there."""

    status = 409


class TooLong(Refused):
    """More bytes than were announced (413)."""

    status = 413


class Receiving:
    """Appends parts to uploads. One per process: it remembers how far the digest of each upload has come."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._digests: OrderedDict[str, tuple[int, Any]] = OrderedDict()

    def append(self, upload: Upload, offset: int, source: IO[bytes]) -> int:
        """Add what ``source`` gives at ``offset``, under the upload's lock; returns the new offset.

        What came before the line broke is kept, so that the sender goes on from there.

        Raises:
            WrongOffset, TooLong.
        """
        at = self._spool.offset(upload)
        if offset != at:
            raise WrongOffset(f"Bagian ini bukan sambungan dari yang sudah diterima ({at} byte).")
        _, digest = self._digest(upload, at)
        with self._spool.bytes_of(upload).open("ab") as file:
            try:
                while chunk := source.read(min(CHUNK, upload.length - at + 1)):
                    if at + len(chunk) > upload.length:
                        raise TooLong("Berkas lebih besar daripada yang diumumkan.")
                    file.write(chunk)
                    digest.update(chunk)
                    at += len(chunk)
            finally:
                self._digests[upload.id] = (at, digest)
                self._digests.move_to_end(upload.id)
                while len(self._digests) > KEPT:
                    self._digests.popitem(last=False)
        return at

    def sha256(self, upload: Upload) -> str:
        """SHA-256 of a whole upload, in hex; read from disk only as far as it did not pass through here."""
        at, digest = self._digest(upload, upload.length)
        self._digests[upload.id] = (at, digest)
        return str(digest.hexdigest())

    def forget(self, upload: Upload) -> None:
        """Drop what is remembered of an upload that has ended."""
        self._digests.pop(upload.id, None)

    def _digest(self, upload: Upload, end: int) -> tuple[int, Any]:
        """The running digest, brought up to ``end``: after a restart the disk has what we forgot."""
        at, digest = self._digests.pop(upload.id, (0, hashlib.sha256()))
        if at > end:
            at, digest = 0, hashlib.sha256()
        with self._spool.bytes_of(upload).open("rb") as file:
            file.seek(at)
            while at < end and (chunk := file.read(min(CHUNK, end - at))):
                digest.update(chunk)
                at += len(chunk)
        return at, digest
