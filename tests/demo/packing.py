"""Packs a played year for the repository: the parts of its backup, opened, in one file that compresses them together.

Archive packages hold the same papers that lie beside them: together they take little more than once.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import tempfile
from dataclasses import replace
from pathlib import Path

import pyrage

from deploy import kept_secrets
from deploy.backup.manifest import NAME, Manifest, Part
from deploy.backup.office_files import office_files
from deploy.demo.year import tar_of

KEPT = ("fingerprint", "keys", "seal_passphrase", "kind")  # what the data need; all else each run makes anew
LATEST = {"preset": 9}


def pack(target: Path, manifest: Manifest, key: pyrage.x25519.Identity, file: Path) -> None:
    """Write the file, whole or not at all."""
    office = _office(target, manifest, key)
    said = replace(manifest, office=_part(manifest.office, office))
    draft = file.with_suffix(".part")
    with tarfile.open(draft, "w:xz", **LATEST) as archive:  # type: ignore[call-overload]
        _add(archive, NAME, said.content())
        _add(archive, said.office.file, office)
        for name in _files(said):
            _add(archive, name, pyrage.decrypt((target / name).read_bytes(), [key]))
    draft.replace(file)


def _files(manifest: Manifest) -> list[str]:
    """The dump, then the objects, those of a bucket and folder beside each other."""
    placed = {item.part.file: (item.bucket, item.key) for item in manifest.objects}
    return [manifest.database.file, *sorted(placed, key=lambda name: placed[name])]


def _office(target: Path, manifest: Manifest, key: pyrage.x25519.Identity) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder)
        office_files(target, manifest.office, key, files)
        place = kept_secrets.file_in(files)
        found = kept_secrets.read(place)
        place.write_text(json.dumps({name: found[name] for name in KEPT} | {"unsigned_tasks": "refuse"}))
        return tar_of(files)


def _part(part: Part, data: bytes) -> Part:
    return replace(part, plain_sha256=hashlib.sha256(data).hexdigest(), size=len(data))


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    about = tarfile.TarInfo(name)
    about.size, about.mode = len(data), 0o600
    archive.addfile(about, io.BytesIO(data))
