"""Objects on their way back into the store, several at once; the hash of each is compared at the end.

An object goes in with its SHA-256 in the signed request, so the store refuses other bytes. What the store then says by
itself in its list, the MD5 of what it has, is compared with that of what went in: a question for each thousand objects.
What it says nothing of, or something else (large objects in parts, stores that encrypt), is read again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

import pyrage

from deploy.backup import encrypted
from deploy.backup.manifest import Broken, Object
from deploy.backup.objects import SIDE_BY_SIDE
from services.shared.errors import Missing
from services.shared.storage.object_store import CHUNK, ObjectStore

IN_MEMORY = 4 * 1024 * 1024  # bytes of an object that is decrypted without a file


@dataclass(frozen=True)
class Lost:
    """An object that could not be put back, and why."""

    item: Object
    why: str


def put_all(store: ObjectStore, target: Path, items: Iterable[Object], key: pyrage.x25519.Identity) -> list[Lost]:
    """Put objects back and compare each with its hash; returns those that are lost.

    Raises:
        Unavailable: the store does not answer.
    """

    def put(item: Object) -> str | Lost:
        try:
            return _put_back(store, target, item, key)
        except (Broken, encrypted.Unreadable, OSError) as error:
            return Lost(item, str(error))

    def compared(item: Object) -> Lost | None:
        return None if _is_equal(store, item) else Lost(item, f"the store has other bytes for it: {item.key}")

    done = list(items)
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        went_in = list(pool.map(put, done))
        said = {(bucket, key): etag for bucket in store.buckets for key, etag in store.listing(bucket)}
        unsaid = [item for item, md5 in zip(done, went_in, strict=True)
                  if isinstance(md5, str) and said.get((item.bucket, item.key)) != md5]  # fmt: skip
        lost = [each for each in went_in if isinstance(each, Lost)]
        return [*lost, *filter(None, pool.map(compared, unsaid))]


def _put_back(store: ObjectStore, target: Path, item: Object, key: pyrage.x25519.Identity) -> str:
    """Decrypt an object, check its hash, store it as it was; returns its MD5. Raises Broken, Unreadable."""
    with SpooledTemporaryFile(IN_MEMORY) as spool:
        plain = cast(BinaryIO, spool)
        encrypted.open_to(target / item.part.file, plain, key)
        sha256, md5 = _hashes(plain)
        if sha256 != item.part.plain_sha256:
            raise Broken(f"{item.part.file} does not hold the bytes that were backed up.")
        store.put_back(item.bucket, item.key, plain, item.part.size, item.content_type, item.sha256_meta, sha256)
    return md5


def _hashes(plain: BinaryIO) -> tuple[str, str]:
    """SHA-256 and MD5, read once."""
    found = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    plain.seek(0)
    while chunk := plain.read(CHUNK):
        for digest in found:
            digest.update(chunk)
    return found[0].hexdigest(), found[1].hexdigest()


def _is_equal(store: ObjectStore, item: Object) -> bool:
    """Read it again and compare."""
    stored = hashlib.sha256()
    try:
        for chunk in store.stream(item.bucket, item.key) if item.part.size else ():
            stored.update(chunk)
    except Missing:
        return False
    return stored.hexdigest() == item.part.plain_sha256
