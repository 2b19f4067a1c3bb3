"""The object store's part. Objects never change, so what an earlier backup holds is not read again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyrage

from deploy.backup import encrypted
from deploy.backup.manifest import Broken, Object, Part
from services.registry.rules.checks import FOLDER
from services.shared.errors import Missing
from services.shared.storage.object_store import ObjectStore


@dataclass(frozen=True)
class Copier:
    """Copies new objects into a backup folder; ``known`` is what the last set holds."""

    store: ObjectStore
    target: Path
    to: pyrage.x25519.Recipient
    known: dict[tuple[str, str, str], Object]

    def copy(self, found: dict[tuple[str, str, str], Object]) -> int:
        """Add every object that is neither known nor already found; returns how many bytes were read."""
        read = 0
        for bucket in self.store.buckets:
            for key, etag in self.store.listing(bucket):
                name = (bucket, key, etag)
                if name in found or key.startswith(f"{FOLDER}/"):  # strangers' files, which live for minutes
                    continue
                if name in self.known and (self.target / self.known[name].part.file).exists():
                    found[name] = self.known[name]
                    continue
                try:
                    found[name] = self._copy(*name)
                    read += found[name].part.size
                except Missing:  # an upload that was taken back meanwhile
                    continue
        return read

    def _copy(self, bucket: str, key: str, etag: str) -> Object:
        about = self.store.about(bucket, key)
        name = hashlib.sha256(f"{bucket}/{key}/{etag}".encode()).hexdigest()
        file = f"objects/{name[:2]}/{name}.age"
        part = Part(file, *encrypted.seal(self.store.stream(bucket, key), self.target / file, self.to))
        expected = about.get("sha256", "")
        if expected and expected != part.plain_sha256:
            raise Broken(f"The store's object {bucket}/{key} is damaged: it does not have the hash it was stored with.")
        return Object(bucket, key, etag, about["content_type"], expected, part)


def put_back(store: ObjectStore, target: Path, item: Object, key: pyrage.x25519.Identity, spool: Path) -> None:
    """Decrypt an object, check its hash, and store it as it was. Raises Broken, Unreadable."""
    with spool.open("w+b") as plain:
        encrypted.open_to(target / item.part.file, plain, key)
        plain.seek(0)
        if hashlib.file_digest(plain, "sha256").hexdigest() != item.part.plain_sha256:
            raise Broken(f"{item.part.file} does not hold the bytes that were backed up.")
        store.put_back(item.bucket, item.key, plain, item.part.size, item.content_type, item.sha256_meta)


def damaged(target: Path, items: list[Object]) -> Iterator[str]:
    """The files of objects that are missing or not as they were written."""
    for item in items:
        file = target / item.part.file
        if not file.exists():
            yield f"{item.part.file} is missing"
        elif encrypted.file_hash(file) != item.part.sealed_sha256:
            yield f"{item.part.file} was changed"
