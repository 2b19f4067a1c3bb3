"""Checks a backup: without the key that every file is there and unchanged, with the key that all of it can be read."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Collection
from pathlib import Path

import pyrage

from deploy.backup import encrypted, objects, signature
from deploy.backup.manifest import Broken, Manifest, Part, load, sets


def verify(
    target: Path, manifest: Manifest, key: pyrage.x25519.Identity | None = None, seals: Collection[str] = ()
) -> list[str]:
    """What is wrong with a set, one sentence each; empty when all is well. ``seals``: the office's, where known."""
    wrong = list(objects.damaged(target, manifest.objects, _replaced(target, manifest, seals)))
    for part in (manifest.database, manifest.office):
        if not (target / part.file).exists():
            wrong.append(f"{part.file} is missing")
        elif encrypted.file_hash(target / part.file) != part.sealed_sha256:
            wrong.append(f"{part.file} was changed")
    if key is None or wrong:
        return wrong
    parts = (manifest.database, manifest.office, *(item.part for item in manifest.objects))
    return [sentence for part in parts if (sentence := _unreadable(target, part, key))]


def _replaced(target: Path, manifest: Manifest, seals: Collection[str]) -> set[tuple[str, str]]:
    """What newer sets of the office wrote in the place of damaged files: the same bytes, sealed anew (plain hash,
    sealed hash). A set that bears no seal, or another's, says nothing."""
    newer = [folder for folder in sets(target) if folder.name > manifest.name and _of_the_office(folder, seals)]
    return {(item.part.plain_sha256, item.part.sealed_sha256) for folder in newer for item in load(folder).objects}


def _of_the_office(folder: Path, seals: Collection[str]) -> bool:
    try:
        return bool(signature.check(folder, seals))
    except Broken:
        return False


def _unreadable(target: Path, part: Part, key: pyrage.x25519.Identity) -> str:
    with tempfile.TemporaryFile() as plain:
        try:
            encrypted.open_to(target / part.file, plain, key)
        except encrypted.Unreadable as error:
            return str(error)
        plain.seek(0)
        right = hashlib.file_digest(plain, "sha256").hexdigest() == part.plain_sha256
    return "" if right else f"{part.file} does not hold the bytes that were backed up"
