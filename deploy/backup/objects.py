"""The object store's part. Objects never change, so what an earlier backup holds is not read again."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pyrage

from deploy.backup import encrypted
from deploy.backup.manifest import Broken, Object, Part
from services.registry.rules.checks import FOLDER
from services.shared.errors import Missing
from services.shared.storage.object_store import ObjectStore

SIDE_BY_SIDE = 8  # objects under way at once: most of their time they wait for store and disk
Name = tuple[str, str, str]  # bucket, key, etag


@dataclass(frozen=True)
class Copier:
    """Copies new objects into a backup folder.

    ``known`` is what the last set holds, ``spoilt`` which files of it are damaged and are copied anew, ``lacking`` what
    the store itself has lost, and why: it is filled in.
    """

    store: ObjectStore
    target: Path
    to: pyrage.x25519.Recipient
    known: dict[Name, Object]
    spoilt: Collection[str] = ()
    lacking: dict[str, str] = field(default_factory=dict)

    def copy(self, found: dict[Name, Object]) -> int:
        """Add every object that is neither known nor already found; returns how many bytes were read."""
        fresh = []
        for name in self._names():
            if name in found:
                continue
            if self._whole(self.known.get(name)):
                found[name] = self.known[name]
            else:
                fresh.append(name)
        return self._copy_all(fresh, found)

    def _copy_all(self, fresh: list[Name], found: dict[Name, Object]) -> int:
        """Several at once; what is still there when its turn comes is found then."""
        read = 0
        with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
            for name, copied in zip(fresh, pool.map(self._copied, fresh), strict=True):
                if copied is not None:
                    found[name] = copied
                    read += copied.part.size
        return read

    def _names(self) -> Iterator[Name]:
        """Of all that the store holds, but for strangers' files, which live for minutes."""
        for bucket in self.store.buckets:
            for key, etag in self.store.listing(bucket):
                if not key.startswith(f"{FOLDER}/"):
                    yield bucket, key, etag

    def _whole(self, known: Object | None) -> bool:
        return known is not None and known.part.file not in self.spoilt and (self.target / known.part.file).exists()

    def _copied(self, name: Name) -> Object | None:
        """The object as it was copied now; where the store damaged it, as an earlier backup has it."""
        bucket, key, _ = name
        try:
            return self._copy(*name)
        except Missing:  # an upload that was taken back meanwhile
            return None
        except Broken as error:
            self.lacking[f"{bucket}/{key}"] = str(error)
            before = [o for (b, k, _), o in self.known.items() if (b, k) == (bucket, key) and self._whole(o)]
            return before[-1] if before else None

    def _copy(self, bucket: str, key: str, etag: str) -> Object:
        about, data = self.store.fetched(bucket, key)
        name = hashlib.sha256(f"{bucket}/{key}/{etag}".encode()).hexdigest()
        file = f"objects/{name[:2]}/{name}.age"
        part = Part(file, *encrypted.seal(data, self.target / file, self.to))
        expected = about.get("sha256", "")
        if expected and expected != part.plain_sha256:
            (self.target / file).unlink()
            raise Broken(f"The store's object {bucket}/{key} is damaged: it does not have the hash it was stored with.")
        return Object(bucket, key, etag, about["content_type"], expected, part)


def damaged(target: Path, items: list[Object], replaced: Collection[tuple[str, str]] = ()) -> Iterator[str]:
    """The files of objects that are missing or not as they were written; ``replaced``: what newer sets wrote instead,
    as (plain hash, sealed hash)."""
    for item in items:
        file = target / item.part.file
        if not file.exists():
            yield f"{item.part.file} is missing"
            continue
        found = encrypted.file_hash(file)
        if found != item.part.sealed_sha256 and (item.part.plain_sha256, found) not in replaced:
            yield f"{item.part.file} was changed"
