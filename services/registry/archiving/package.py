"""A BagIt package (RFC 8493) on disk, then one zip file. Every file is streamed: memory stays flat.

The zip is stored, not compressed (media are compressed already), sorted and without clock times: the same contents
give the same bytes.
"""

from __future__ import annotations

import json
import logging
import shutil
import zipfile
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import bagit

from services.registry.archiving.contents import Document
from services.shared.errors import Missing
from services.shared.storage.object_store import CHUNK, Damaged, ObjectStore

logging.getLogger("bagit").setLevel(logging.WARNING)
CHECKSUMS = ["sha256", "sha512"]
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the oldest time that a zip entry can bear


class NotStored(Exception):
    """A document of the case is damaged or missing in the store; ``kind`` says which."""

    def __init__(self, kind: str, document: Document) -> None:
        super().__init__(f"{document.stored.bucket}/{document.stored.key}")
        self.kind = kind
        self.document = document


def fetch(store: ObjectStore, documents: Iterable[Document], folder: Path) -> None:
    """Copy the documents from the store into ``folder``, each checked against its hash and size.

    Raises:
        NotStored: a document is damaged or missing. Unavailable: the store does not answer.
    """
    for document in documents:
        target = folder / document.path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with target.open("wb") as file:
                store.save(document.stored, file)
        except (Missing, Damaged) as error:
            raise NotStored("missing" if isinstance(error, Missing) else "damaged", document) from error


def write_json(path: Path, value: Any) -> None:
    """Readable JSON with sorted keys, in UTF-8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def make_bag(folder: Path, info: dict[str, str], day: date) -> list[dict[str, Any]]:
    """Turn ``folder`` into a bag with SHA-256 and SHA-512 manifests; returns path, size and sha256 of its payload."""
    bag = bagit.make_bag(str(folder), {**info, "Bagging-Date": day.isoformat()}, checksums=CHECKSUMS)
    hashes = {path: sums["sha256"] for path, sums in bag.payload_entries().items()}
    return [{"path": p, "sha256": h, "size": (folder / p).stat().st_size} for p, h in sorted(hashes.items())]


def make_zip(folder: Path, target: Path) -> None:
    """Zip a folder under its own name, stored, in sorted order and with fixed times."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            entry = zipfile.ZipInfo(path.relative_to(folder.parent).as_posix(), _EPOCH)
            entry.external_attr = 0o644 << 16
            entry.file_size = path.stat().st_size
            with path.open("rb") as source, archive.open(entry, "w") as copy:
                shutil.copyfileobj(source, copy, CHUNK)
