"""Checks a backup: without the key that every file is there and unchanged, with the key that all of it can be read."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

import pyrage

from deploy.backup import encrypted, objects
from deploy.backup.manifest import Manifest, Part


def verify(target: Path, manifest: Manifest, key: pyrage.x25519.Identity | None = None) -> list[str]:
    """What is wrong with a set, one sentence each; empty when all is well."""
    wrong = list(objects.damaged(target, manifest.objects))
    for part in (manifest.database, manifest.office):
        if not (target / part.file).exists():
            wrong.append(f"{part.file} is missing")
        elif encrypted.file_hash(target / part.file) != part.sealed_sha256:
            wrong.append(f"{part.file} was changed")
    if key is None or wrong:
        return wrong
    parts = (manifest.database, manifest.office, *(item.part for item in manifest.objects))
    return [sentence for part in parts if (sentence := _unreadable(target, part, key))]


def _unreadable(target: Path, part: Part, key: pyrage.x25519.Identity) -> str:
    with tempfile.TemporaryFile() as plain:
        try:
            encrypted.open_to(target / part.file, plain, key)
        except encrypted.Unreadable as error:
            return str(error)
        plain.seek(0)
        right = hashlib.file_digest(plain, "sha256").hexdigest() == part.plain_sha256
    return "" if right else f"{part.file} does not hold the bytes that were backed up"
