"""Objects on their way back into the store: several at once, each read again and compared."""

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
from services.shared.storage.object_store import ObjectStore, measure

IN_MEMORY = 4 * 1024 * 1024  # bytes of an object that is decrypted without a file


@dataclass(frozen=True)
class Lost:
    """An object that could not be put back, and why."""

    item: Object
    why: str


def put_all(store: ObjectStore, target: Path, items: Iterable[Object], key: pyrage.x25519.Identity) -> list[Lost]:
    """Put objects back, several at once, each compared with its hash afterwards; returns those that are lost.

    Raises:
        Unavailable: the store does not answer.
    """

    def put(item: Object) -> Lost | None:
        try:
            put_back(store, target, item, key)
        except (Broken, encrypted.Unreadable, OSError) as error:
            return Lost(item, str(error))
        return None

    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        return [lost for lost in pool.map(put, items) if lost]


def put_back(store: ObjectStore, target: Path, item: Object, key: pyrage.x25519.Identity) -> None:
    """Decrypt an object, check its hash, store it as it was, and read it again. Raises Broken, Unreadable."""
    with SpooledTemporaryFile(IN_MEMORY) as spool:
        plain = cast(BinaryIO, spool)
        encrypted.open_to(target / item.part.file, plain, key)
        if measure(plain)[0] != item.part.plain_sha256:
            raise Broken(f"{item.part.file} does not hold the bytes that were backed up.")
        store.put_back(item.bucket, item.key, plain, item.part.size, item.content_type, item.sha256_meta)
    stored = hashlib.sha256()
    for chunk in store.stream(item.bucket, item.key) if item.part.size else ():
        stored.update(chunk)
    if stored.hexdigest() != item.part.plain_sha256:
        raise Broken(f"the store gives other bytes for {item.bucket}/{item.key} than it was given")
