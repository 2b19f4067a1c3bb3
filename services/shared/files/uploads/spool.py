"""Unfinished uploads on disk: one folder each, which outlives a restart of the web process.

``facts.json`` says whose it is and what it is for, ``bytes`` holds what has come so far (its size is the offset), and
``lock`` is locked while somebody writes. The folder must be one disk for all processes that serve the same people.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from services.shared.errors import Missing, Refused
from services.shared.storage import room
from services.shared.storage.object_store import StoredObject

LIFE = timedelta(hours=24)  # since the last byte came, or since it was finished
_ID = re.compile(r"[0-9a-f]{32}")
UNKNOWN = "Unggahan ini tidak ada atau sudah kedaluwarsa. Pilih berkasnya lagi."


class Locked(Refused):
    """Somebody writes to this upload at this moment (423)."""

    status = 423


@dataclass(frozen=True)
class Upload:
    """What is known of an upload. ``target`` is the thing it is for; ``length`` its size in bytes when whole.

    ``stored`` is where the bytes lie once they are whole and accepted, ``claimed`` that a form has used it,
    ``trouble`` why it cannot be opened.
    """

    id: str
    owner: str
    target: str
    name: str
    declared: str
    length: int
    stored: StoredObject | None = None
    claimed: bool = False
    trouble: str = ""
    role: str = ""  # as what it is added, where that is told beforehand


class Spool:
    """The uploads of one service."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def create(self, owner: str, target: str, name: str, declared: str, length: int, role: str = "") -> Upload:
        """Begin an upload of ``length`` bytes. Raises Full: the disk has no room for it."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        room.check(self._folder, length)
        upload = Upload(secrets.token_hex(16), owner, target, name, declared, length, role=role)
        place = self._place(upload.id)
        place.mkdir(mode=0o700)
        (place / "lock").touch()
        self.bytes_of(upload).touch()
        self._write(upload)
        return upload

    def find(self, upload_id: str, owner: str, target: str) -> Upload:
        """An upload of this person for this thing; raises Missing for anybody else's, and for none."""
        upload = self._read(upload_id)
        if upload is None or not owner or (upload.owner, upload.target) != (owner, target):
            raise Missing(UNKNOWN)
        return upload

    def bytes_of(self, upload: Upload) -> Path:
        """The file of what has come so far."""
        return self._place(upload.id) / "bytes"

    def offset(self, upload: Upload) -> int:
        """How many bytes have come; all of them once it is stored."""
        return upload.length if upload.stored else self.bytes_of(upload).stat().st_size

    def expires(self, upload_id: str) -> datetime:
        """When the sweep takes it, unless more comes. Raises FileNotFoundError: it is gone."""
        place = self._place(upload_id)
        known = [path for path in (place / "facts.json", place / "bytes") if path.exists()] or [place]
        return datetime.fromtimestamp(max(path.stat().st_mtime for path in known), UTC) + LIFE

    @contextmanager
    def locked(self, upload: Upload) -> Iterator[Upload]:
        """The upload as it is now, for this caller alone; raises Locked at once where somebody else has it."""
        try:
            lock = os.open(self._place(upload.id) / "lock", os.O_RDWR)
        except FileNotFoundError:
            raise Missing(UNKNOWN) from None
        try:
            _take(lock)
            found = self._read(upload.id)
            if found is None or found.owner != upload.owner:
                raise Missing(UNKNOWN)
            yield found
        finally:
            os.close(lock)

    def note_stored(self, upload: Upload, stored: StoredObject, trouble: str = "") -> Upload:
        """The bytes lie in the store now; those on disk go."""
        noted = replace(upload, stored=stored, trouble=trouble)
        self._write(noted)
        os.truncate(self.bytes_of(upload), 0)
        return noted

    def note_claimed(self, upload: Upload) -> None:
        """A form has used it, or it was attached; it stays until the sweep: the same form sent twice finds it."""
        self._write(replace(upload, claimed=True))

    def disown(self, upload: Upload) -> None:
        """Nobody's any more: not found by anybody, removed by the sweep."""
        self._write(replace(upload, owner=""))

    def holds(self, stored: StoredObject) -> bool:
        """Whether an upload here still stands for these stored bytes."""
        return any(upload.stored and upload.stored.key == stored.key for upload in self._all())

    def remove(self, upload: Upload) -> None:
        """Forget an upload and its bytes on disk."""
        shutil.rmtree(self._place(upload.id), ignore_errors=True)

    def waiting(self, target: str) -> list[Upload]:
        """Uploads for this thing that no form has used yet."""
        return [upload for upload in self._all() if upload.target == target and upload.owner and not upload.claimed]

    def expired(self, now: datetime) -> list[str]:
        """The ids of what nobody came back to, also where its facts can be read no more."""
        found = []
        for upload_id in self._ids():
            with suppress(FileNotFoundError):  # another process was faster
                if self.expires(upload_id) < now:
                    found.append(upload_id)
        return sorted(found)

    def sweep(self, upload_id: str) -> Upload | None:
        """Remove what has expired, unless it is being written to; returns it, where it was one."""
        upload = self._read(upload_id)
        if upload is None:
            shutil.rmtree(self._place(upload_id), ignore_errors=True)
            return None
        with suppress(Refused), self.locked(upload) as found:
            self.remove(found)
            return found
        return None

    def _ids(self) -> list[str]:
        names = os.listdir(self._folder) if self._folder.is_dir() else []
        return [name for name in names if _ID.fullmatch(name)]

    def _all(self) -> Iterator[Upload]:
        return (upload for name in self._ids() if (upload := self._read(name)) is not None)

    def _place(self, upload_id: str) -> Path:
        return self._folder / upload_id

    def _read(self, upload_id: str) -> Upload | None:
        if not _ID.fullmatch(upload_id):
            return None
        try:
            facts: dict[str, Any] = json.loads((self._place(upload_id) / "facts.json").read_text(encoding="utf-8"))
            stored = facts.pop("stored")
            return Upload(**facts, stored=StoredObject(**stored) if stored else None)
        except (FileNotFoundError, ValueError, TypeError, KeyError, AttributeError):
            return None  # gone, or cut off by the machine's end: the person chooses the file again

    def _write(self, upload: Upload) -> None:
        facts = self._place(upload.id) / "facts.json"
        partial = facts.with_suffix(".part")
        partial.write_text(json.dumps(asdict(upload), ensure_ascii=False), encoding="utf-8")
        partial.replace(facts)


def _take(lock: int) -> None:
    """Lock an opened file for this caller; raises Locked at once."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise Locked("Berkas ini sedang diunggah lewat sambungan lain. Tunggu sebentar.") from None
