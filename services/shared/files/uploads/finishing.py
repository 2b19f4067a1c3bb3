"""The end of an upload: looked at, stored, and claimed by the form that names it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import IO

from services.shared.errors import Refused, Unavailable
from services.shared.files.media.looking import first_look
from services.shared.files.uploads.receiver import Receiver
from services.shared.files.uploads.receiving import Receiving
from services.shared.files.uploads.spool import Spool, Upload
from services.shared.jobs.rows import each
from services.shared.rights.people import Actor
from services.shared.unit_of_work import Service, Work

HEAD = 16 * 1024  # bytes after which a file may be refused before the rest has travelled


class Unfinished(Refused):
    """Somebody uses an upload that is not whole yet (409)."""

    status = 409


class Uploads:
    """The uploads of one service in one process."""

    def __init__(self, service: Service, receiver: Receiver) -> None:
        self.spool = Spool(service.settings.spool_dir / "uploads" / service.name)
        self.receiver = receiver
        self.largest = service.settings.max_upload
        self.service = service
        self._receiving = Receiving(self.spool)

    def take(self, upload: Upload, offset: int, source: IO[bytes]) -> int:
        """Take a part under the upload's lock; a whole upload is finished. Returns the new offset.

        Raises:
            Locked, WrongOffset, TooLong: nothing more was taken. Unavailable: whole, but not stored yet.
            Refused by the receiver: the upload is removed.
        """
        with self.spool.locked(upload) as found:
            if found.stored is None:
                end = self._receiving.append(found, offset, source)
                if offset < HEAD <= end < found.length:
                    self._or_remove(found, lambda: self.receiver.glance(self._head(found)))
                if end < found.length:
                    return end
                self._finish(found)
            return found.length

    def finish(self, upload: Upload) -> Upload:
        """Store an upload that is whole but could not be stored when its last part came; else it stays as it is."""
        if upload.stored or self.spool.offset(upload) < upload.length:
            return upload
        with self.spool.locked(upload) as found:
            return found if found.stored else self._finish(found)

    def attach(self, upload: Upload, person: Actor) -> None:
        """Where the service attaches whole uploads at once: do it, once. Raises what the service refuses by."""
        if self.receiver.attach is None:
            return
        with self.spool.locked(upload) as found:
            if found.stored and not found.claimed:
                self.receiver.attach(self.service, person, found)
                self.spool.note_claimed(found)

    def claim(self, upload_id: str, person: Actor, target: str) -> AbstractContextManager[Upload]:
        """A finished upload for the form that names it, under its lock.

        Raises:
            Missing: no such upload of this person for this thing. Unfinished. Unavailable.
        """
        upload = self.spool.find(upload_id, person.username, target)
        if self.finish(upload).stored is None:
            raise Unfinished(f"{upload.name} belum selesai diunggah.")
        return self.spool.locked(upload)

    def remove(self, upload: Upload) -> None:
        """The person takes an upload back before a form used it; what is stored already goes with the sweep."""
        with self.spool.locked(upload) as found:
            if found.stored is None:
                self._forget(found)
            elif not found.claimed:
                self.spool.disown(found)

    def sweep_all(self, now: datetime) -> None:
        """Before a new upload begins: make room of what has expired."""
        for upload_id in self.spool.expired(now):
            self.sweep(upload_id)

    def sweep(self, upload_id: str) -> bool:
        """Remove what has expired, from disk and, where nothing refers to it, from the store; whether it was."""
        swept = self.spool.sweep(upload_id)
        stored = swept.stored if swept and not swept.claimed else None
        if stored and not (self.spool.holds(stored) or self.receiver.is_used(self.service, stored)):
            self.service.store.remove(stored.bucket, stored.key)
        return swept is not None

    def _finish(self, upload: Upload) -> Upload:
        with self.spool.bytes_of(upload).open("rb") as source:
            kind = self._or_remove(upload, lambda: self.receiver.sniff(source))
            sha256 = self._receiving.sha256(upload)
            place = self.receiver.place(self.service, upload.target)
            spool = self.service.settings.spool_dir
            trouble = self._or_remove(upload, lambda: first_look(source, upload.length, kind, spool))
            stored = self.service.store.put_file(*place, source, kind, (sha256, upload.length))
        self._receiving.forget(upload)
        return self.spool.note_stored(upload, stored, trouble)

    def _or_remove(self, upload: Upload, look: Callable[[], str | None]) -> str:
        """What ``look`` says; a file that it refuses is not kept."""
        try:
            return look() or ""
        except Unavailable:
            raise
        except Refused:
            self._forget(upload)
            raise

    def _forget(self, upload: Upload) -> None:
        self._receiving.forget(upload)
        self.spool.remove(upload)

    def _head(self, upload: Upload) -> bytes:
        with self.spool.bytes_of(upload).open("rb") as file:
            return file.read(HEAD)


def sweep(receiver: Receiver, work: Work) -> str:
    """Timed: uploads that nobody finished or used within a day go, from disk and store."""
    uploads = Uploads(work.service, receiver)
    swept = each(work, uploads.spool.expired(work.now), lambda key: f"unggahan {key}", uploads.sweep)
    return f"{sum(swept)} unggahan kedaluwarsa dihapus"
