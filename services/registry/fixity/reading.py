"""Reading one archived file again: whole, byte for byte, and if it has changed, finding out what in it has."""

from __future__ import annotations

import hashlib
import logging
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.shared.errors import Missing
from services.shared.storage.object_store import CHUNK, Damaged, ObjectStore, StoredObject

log = logging.getLogger(__name__)
MOST_NAMED = 20  # changed files of a package that are named one by one


@dataclass(frozen=True)
class Finding:
    """What is wrong with an archived file: a kind of ``tables.incidents.FIXITY``, in words, and in detail."""

    kind: str
    message: str
    detail: str = ""


def reread(
    store: ObjectStore, ref: StoredObject, contents: Sequence[dict[str, Any]] | None, spool: Path
) -> Finding | None:
    """Read a file of the archive again; None where it is as it was archived.

    ``contents`` lists the payload of a package (path, sha256, size): a changed package is searched for what changed.

    Raises:
        Unavailable: the store does not answer at all, which says nothing about the file.
    """
    with tempfile.TemporaryFile(dir=spool) as copy:
        try:
            store.save(ref, copy)
            return None
        except Missing:
            return Finding("fixity_missing", "Berkas arsip tidak ada lagi di penyimpanan.", ref.key)
        except Damaged:
            return _changed(copy, ref, copy.tell(), contents)
        except Exception as error:  # the connection broke in the middle: the store answers, this file cannot be read
            if copy.tell() == 0:
                raise
            detail = f"{ref.key}: {type(error).__name__} after {copy.tell()} bytes"
            return Finding("fixity_unreadable", "Berkas arsip tidak dapat dibaca sampai akhir.", detail)


def _changed(copy: Any, ref: StoredObject, size: int, contents: Sequence[dict[str, Any]] | None) -> Finding:
    if size != ref.size:
        words = f"Ukuran berkas arsip berubah: {size} B, seharusnya {ref.size} B."
        return Finding("fixity_changed", words, ref.key)
    if contents is None:
        return Finding("fixity_changed", "Isi berkas arsip berubah: kode hashnya bukan lagi yang diarsipkan.", ref.key)
    return _changed_inside(copy, ref, contents)


def _changed_inside(copy: Any, ref: StoredObject, contents: Sequence[dict[str, Any]]) -> Finding:
    """Which files of a package changed, or that it cannot be opened any more."""
    try:
        changed = changed_files(copy, contents)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        return Finding("fixity_changed", "Paket arsip berubah dan tidak dapat dibuka.", f"{ref.key}: {error}")
    if not changed:  # manifests, the zip's own list: what holds the package together
        return Finding(
            "fixity_changed", "Paket arsip berubah pada daftar isinya (manifes), bukan pada berkasnya.", ref.key
        )
    words = f"{len(changed)} berkas di dalam paket arsip berubah: {', '.join(changed[:MOST_NAMED])}."
    return Finding("fixity_changed", words, ref.key)


def changed_files(package: Any, contents: Sequence[dict[str, Any]]) -> list[str]:
    """Paths of the payload whose bytes are not those that were archived, or that cannot be read."""
    with zipfile.ZipFile(package) as opened:
        names = {name.partition("/")[2]: name for name in opened.namelist()}
        return [row["path"] for row in contents if not _same(opened, names.get(row["path"]), row["sha256"])]


def _same(opened: zipfile.ZipFile, name: str | None, sha256: str) -> bool:
    if name is None:
        return False
    digest = hashlib.sha256()
    try:
        with opened.open(name) as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    except (zipfile.BadZipFile, OSError):
        return False
    return digest.hexdigest() == sha256
