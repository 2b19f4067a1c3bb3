"""The office's own files out of a backup: secrets, keys, office file."""

from __future__ import annotations

import hashlib
import io
import shutil
import tarfile
from pathlib import Path

import pyrage

from deploy.backup import encrypted
from deploy.backup.manifest import Broken, Part


def office_files(target: Path, part: Part, key: pyrage.x25519.Identity, run: Path) -> None:
    """Secrets, keys and office file into the run folder. Raises Broken, Unreadable."""
    plain = _opened(target, part, key)
    run.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tarfile.open(fileobj=plain) as archive:
        for member in archive:
            if not _belongs(member, run):
                raise Broken(f"{part.file} holds “{member.name}”, which does not belong into the run folder.")
        # Debian 12's Python 3.11.2 does not know the filter yet: the members are checked above on every version.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(run)  # noqa: S202 -- checked above


def _opened(target: Path, part: Part, key: pyrage.x25519.Identity) -> io.BytesIO:
    plain = io.BytesIO()
    encrypted.open_to(target / part.file, plain, key)
    if hashlib.sha256(plain.getvalue()).hexdigest() != part.plain_sha256:
        raise Broken(f"{part.file} does not hold what was backed up.")
    plain.seek(0)
    return plain


def _belongs(member: tarfile.TarInfo, run: Path) -> bool:
    """A plain file or folder inside the run folder; no link, no device."""
    return (member.isfile() or member.isdir()) and (run / member.name).resolve().is_relative_to(run.resolve())


def move(files: Path, run: Path) -> None:
    """The office's own files into the run folder, the secrets last: where they are, an office is."""
    for name in sorted(files.iterdir(), key=lambda path: path.name == "secrets"):
        place = run / name.name
        if place.is_dir():
            shutil.copytree(name, place, dirs_exist_ok=True)
        else:
            name.replace(place)
