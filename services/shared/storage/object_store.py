"""All S3 knowledge, on the ``minio`` SDK: immutable originals, content-addressed inside their folder.

Works with MinIO and with any store that serves the same S3 subset (the embedded one, SeaweedFS, Garage, Ceph).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import IO, Any, BinaryIO, cast

import urllib3
from minio.error import S3Error

from services.shared.config.settings import Settings
from services.shared.data.reading import is_only_reading
from services.shared.errors import Missing, Unavailable
from services.shared.storage.connecting import client, connections
from services.shared.storage.hashing import Hashing
from services.shared.storage.object_lock import HELD, Lock, asked
from services.shared.storage.object_puts import Puts
from services.shared.storage.trouble import trouble as _trouble

CHUNK = 1024 * 1024


@dataclass(frozen=True)
class StoredObject:
    """A reference to bytes in the store; this, never the bytes, travels in messages. Size in bytes."""

    bucket: str
    key: str
    sha256: str
    size: int
    content_type: str

    def as_dict(self) -> dict[str, Any]:
        """The reference as plain data."""
        return asdict(self)


class Damaged(Exception):
    """The stored bytes are not the bytes that were put: the hash differs."""


class ObjectStore:
    """Puts and gets objects; network trouble becomes ``Unavailable``, an absent object ``Missing``."""

    def __init__(self, settings: Settings) -> None:
        self._endpoint, self._http = settings.s3_endpoint, connections()
        self._client = client(settings, self._http)
        self._puts = Puts(settings, self._client, self._http)
        self._archive = settings.archive_bucket
        self._evidence = settings.evidence_bucket
        self._scanned = settings.clamd_url is not None
        self.buckets = (settings.evidence_bucket, settings.documents_bucket, settings.archive_bucket)

    def put_bytes(self, bucket: str, folder: str, data: bytes, content_type: str) -> StoredObject:
        """Store a small object that is already in memory (a rendered document)."""
        return self.put_file(bucket, folder, BytesIO(data), content_type)

    def put_file(
        self, bucket: str, folder: str, source: BinaryIO, content_type: str, known: tuple[str, int] | None = None
    ) -> StoredObject:
        """Store a seekable file under ``folder/<sha256>``; memory stays flat. Repeating it changes nothing.

        ``known``: its SHA-256 and size where they were taken on the way in, so that it is not read once more.
        """
        sha256, size = known or measure(source)
        source.seek(0)
        key = f"{folder}/{sha256}"
        self._put(bucket, key, source, size, content_type, sha256)
        return StoredObject(bucket, key, sha256, size, content_type)

    def stream(self, bucket: str, key: str, offset: int = 0, length: int | None = None) -> Iterator[bytes]:
        """The object's bytes from ``offset``, in chunks of at most 1 MiB.

        Raises (before the first chunk):
            Missing: no such object. Unavailable: the store does not answer.
        """
        with _trouble():
            response = self._client.get_object(bucket, key, offset=offset, length=length or 0)
        return _chunks(response)

    def read(self, ref: StoredObject) -> bytes:
        """A whole object, checked against its hash; raises Damaged where it differs."""
        data = b"".join(self.stream(ref.bucket, ref.key))
        if hashlib.sha256(data).hexdigest() != ref.sha256:
            raise _damaged(ref)
        return data

    def save(self, ref: StoredObject, target: IO[bytes]) -> None:
        """Write a whole object into a file, checked against its hash and size; raises Damaged where it differs."""
        digest, size = hashlib.sha256(), 0
        for chunk in self.stream(ref.bucket, ref.key) if ref.size else ():
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
        if (digest.hexdigest(), size) != (ref.sha256, ref.size):
            raise _damaged(ref)

    def copy_checked(self, ref: StoredObject, bucket: str, key: str) -> StoredObject:
        """Copy an object to another bucket, reading every byte and checking the hash; raises Damaged."""
        with self._hashing(ref) as source:
            try:
                self._put(bucket, key, cast(IO[bytes], source), ref.size, ref.content_type, ref.sha256)
            except Unavailable:
                if source.size == ref.size and source.sha256 != ref.sha256:
                    raise _damaged(ref) from None  # the store refused bytes of another hash
                raise
        if source.sha256 != ref.sha256:
            with _trouble():
                self._client.remove_object(bucket, key)
            raise _damaged(ref)
        return StoredObject(bucket, key, ref.sha256, ref.size, ref.content_type)

    def remove(self, bucket: str, key: str) -> None:
        """Remove an object that no row refers to any more (an upload that was taken back).

        Raises:
            ValueError: it lies in the archive, from which only an approved destruction removes (``destroy``).
        """
        if bucket == self._archive:
            raise ValueError("nothing is removed from the archive but by destroy()")
        with _trouble():
            self._client.remove_object(bucket, key)

    @contextmanager
    def _hashing(self, ref: StoredObject) -> Iterator[Hashing]:
        """The bytes of an object, hashed as they are read; raises Damaged where there are more or fewer than it had."""
        with _trouble():
            response = self._client.get_object(ref.bucket, ref.key)
        try:
            if int(response.headers["content-length"]) != ref.size:
                raise _damaged(ref)
            yield Hashing(cast(BinaryIO, response))
        finally:
            response.close()
            response.release_conn()

    def destroy(self, bucket: str, prefix: str) -> int:
        """Remove every object under a prefix, for good: an approved destruction. Returns how many there were.

        Repeating it is harmless. ``prefix`` ends in ``/``, so that no other folder begins with it. A bucket with object
        lock keeps what is removed as an older version: there every version goes.

        Raises:
            Unavailable: the store does not answer, or holds an object until its own time is over.
        """
        if not prefix.endswith("/") or prefix == "/":
            raise ValueError(f"{prefix!r} is no folder")
        versions = self.lock(bucket) is not None
        with _trouble():
            found = list(self._client.list_objects(bucket, prefix, recursive=True, include_version=versions))
        for item in found:
            try:
                with _trouble():
                    self._client.remove_object(bucket, item.object_name or "", item.version_id if versions else None)
            except Unavailable as error:
                if versions and isinstance(error.__cause__, S3Error):
                    raise Unavailable(HELD) from error
                raise
        return len({item.object_name for item in found})

    def lock(self, bucket: str) -> Lock | None:
        """The bucket's object lock, as the store says now; None where it has none. Raises Unavailable."""
        with _trouble():
            return asked(self._client, bucket)

    def quarantine(self, sha256: str, reason: str) -> None:
        """Mark these bytes as malware, wherever they lie: ``is_quarantined`` is asked before bytes are served."""
        with _trouble():
            note = reason.encode()
            self._client.put_object(self._evidence, f"quarantine/{sha256}", BytesIO(note), len(note))

    def is_quarantined(self, sha256: str) -> bool:
        """Whether these bytes were marked as malware; not asked where the installation has no scanner."""
        if not self._scanned:
            return False
        try:
            with _trouble():
                self._client.stat_object(self._evidence, f"quarantine/{sha256}")
        except Missing:
            return False
        return True

    def keys(self, bucket: str, prefix: str) -> list[str]:
        """The keys under a prefix."""
        with _trouble():
            return [item.object_name or "" for item in self._client.list_objects(bucket, prefix, recursive=True)]

    def listing(self, bucket: str) -> list[tuple[str, str]]:
        """Every object of a bucket as (key, etag): the etag tells an overwritten object from the one before."""
        with _trouble():
            found = self._client.list_objects(bucket, recursive=True)
            return [(item.object_name or "", (item.etag or "").strip('"')) for item in found]

    def about(self, bucket: str, key: str) -> dict[str, str]:
        """An object's ``content_type`` and ``size`` (bytes), and its ``sha256`` where it was stored with one."""
        with _trouble():
            return _told(self._client.stat_object(bucket, key).metadata or {})

    def fetched(self, bucket: str, key: str) -> tuple[dict[str, str], Iterator[bytes]]:
        """The same with the object's bytes, by one question. Raises Missing, Unavailable."""
        with _trouble():
            response = self._client.get_object(bucket, key)
        return _told(response.headers), _chunks(response)

    def put_back(
        self, bucket: str, key: str, source: BinaryIO, size: int, content_type: str, sha256: str, measured: str = ""
    ) -> None:
        """Store an object under the key it had, bearing the hash that it bore (restore only).

        ``measured``: the hash of its bytes, where the caller took it; where both are one the store refuses other bytes.
        One that bears another (changed in the store of before) comes back as it was, too.
        """
        put = self._puts.put if sha256 and sha256 == measured else self._puts.put_parts
        source.seek(0)
        with _trouble():
            put(bucket, key, source, size, content_type, sha256)

    def ensure_buckets(self) -> None:
        """Create the buckets that are not there yet (set-up only)."""
        with _trouble():
            for bucket in self.buckets:
                if not self._client.bucket_exists(bucket):
                    self._client.make_bucket(bucket)

    def holds_anything(self, bucket: str) -> bool:
        """Whether there is any object in a bucket (set-up only)."""
        with _trouble():
            return next(iter(self._client.list_objects(bucket, recursive=True)), None) is not None

    def ready(self) -> bool:
        """Whether the evidence bucket answers now; a frozen store is asked no question that takes a minute."""
        if not self.answers():
            return False
        try:
            with _trouble():
                return self._client.bucket_exists(self.buckets[0])
        except (Missing, Unavailable):
            return False

    def answers(self) -> bool:
        """Whether the store speaks HTTP at all, within two seconds: a frozen one holds nobody for a minute."""
        try:
            self._http.request("HEAD", self._endpoint, timeout=2, retries=False)
        except urllib3.exceptions.HTTPError:
            return False
        return True

    def _put(self, bucket: str, key: str, source: IO[bytes], size: int, content_type: str, sha256: str) -> None:
        if is_only_reading():
            raise RuntimeError("a question stores nothing")
        with _trouble():
            self._puts.put(bucket, key, source, size, content_type, sha256)


def measure(source: BinaryIO) -> tuple[str, int]:
    """SHA-256 and size of a seekable file, read once in chunks; the file is rewound."""
    source.seek(0)
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    source.seek(0)
    return digest.hexdigest(), size


def _damaged(ref: StoredObject) -> Damaged:
    return Damaged(f"{ref.bucket}/{ref.key} does not have the SHA-256 it was stored with")


def _told(headers: Mapping[str, str]) -> dict[str, str]:
    kept = {name.lower(): value for name, value in headers.items()}
    wanted = {"content_type": "content-type", "sha256": "x-amz-meta-sha256", "size": "content-length"}
    lacking = {"content_type": "application/octet-stream", "sha256": "", "size": "0"}
    return {name: kept.get(header) or lacking[name] for name, header in wanted.items()}


def _chunks(response: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
    try:
        yield from response.stream(CHUNK)
    finally:
        response.close()
        response.release_conn()
