"""Makes a backup while everything runs: objects, one snapshot of the database, then the objects that came since."""

from __future__ import annotations

import io
import os
import shutil
import tarfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyrage

from deploy.backup import database, encrypted, signature, turns
from deploy.backup.manifest import Broken, Manifest, Part, begun, load, newest
from deploy.backup.objects import Copier
from services.shared.observability.version import VERSION
from services.shared.storage.object_store import ObjectStore

KEY = "recipient"  # the file that says to whom all of a folder is sealed
# What is the office's own beside database and objects, below its run folder.
OFFICE_PARTS = ("secrets/application.json", "keys")


@dataclass(frozen=True)
class Source:
    """What is backed up: the superuser's address, the store, the run folder with secrets and keys, the office file."""

    admin_url: str
    store: ObjectStore
    run: Path
    office_file: Path


@dataclass(frozen=True)
class Made:
    """A new set: its manifest, how many bytes of objects were read, which older files were damaged and are whole again,
    and which stay damaged."""

    manifest: Manifest
    read: int
    replaced: list[str]
    damaged: list[str]

    @property
    def troubles(self) -> list[str]:
        """What is wrong with the backups, in sentences; empty where all is well."""
        lost = self.manifest.lacking
        found = [f"{len(lost)} objects are damaged in the store, such as {min(lost)}"] if lost else []
        if self.damaged:
            found.append(f"{len(self.damaged)} files of the backup are damaged for good, such as {self.damaged[0]}")
        return found


def backup(source: Source, target: Path, to: pyrage.x25519.Recipient, now: datetime) -> Made:
    """Write one set; files of older ones whose turn it is are read again, and damaged ones copied anew.

    The database comes after a first round of the objects and before a second one: every object that a row of the
    snapshot names is there, also one that somebody takes back while the backup runs.

    Raises:
        DumpFailed, Broken, OSError, Unavailable: nothing is left that could be taken for a backup.
    """
    _check_key(target, to)
    folder = begun(target / "sets", now)
    try:
        spoilt = turns.look(target, now)
        manifest, read = _written(source, target, folder, to, now, spoilt)
        signature.sign(folder, manifest.content(), source.run)
        manifest.write(folder)
        (target / KEY).write_text(f"{to}\n")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    again = {item.part.file for item in manifest.objects}
    replaced = [file for file in spoilt if file in again]
    return Made(manifest, read, replaced, [file for file in spoilt if file not in again])


def _check_key(target: Path, to: pyrage.x25519.Recipient) -> None:
    """Objects that lie there stay sealed as they are, so one folder is opened by one key. Raises Broken."""
    file = target / KEY
    if file.exists() and (before := file.read_text().strip()) != str(to):
        raise Broken(
            f"All in {target} is sealed to {before}, and a new set would need that key, too. For another key give an "
            "empty folder (SIGAP_BACKUP_DIR), and keep this one beside its own private key."
        )


def _written(
    source: Source, target: Path, folder: Path, to: pyrage.x25519.Recipient, now: datetime, spoilt: list[str]
) -> tuple[Manifest, int]:
    copier, objects = Copier(source.store, target, to, known(target), frozenset(spoilt)), {}  # type: ignore[var-annotated]
    read = copier.copy(objects)
    with database.snapshot(source.admin_url) as (connection, snapshot):
        with database.dump(source.admin_url, snapshot) as plain:  # sealed as it comes: no plain byte on the medium
            sealed = encrypted.seal(plain, folder / "database.age", to)
        dumped = Part(f"sets/{folder.name}/database.age", *sealed)
        tables, migrations = database.fingerprints(connection), database.versions(connection)
    read += copier.copy(objects)
    office = Part(f"sets/{folder.name}/office.age", *encrypted.seal(_office(source), folder / "office.age", to))
    found = list(objects.values())
    return Manifest(folder.name, now, VERSION, migrations, tables, dumped, office, found, copier.lacking), read


def keep(target: Path, count: int) -> int:
    """Leave the newest ``count`` sets and the objects they name; returns how many files went."""
    folders = sorted(file.parent for file in target.glob("sets/*/manifest.json"))
    gone = 0
    for folder in folders[:-count]:
        shutil.rmtree(folder)
        gone += 1
    named = {item.part.file for folder in folders[-count:] for item in load(folder).objects}
    for file in target.glob("objects/*/*"):
        if str(file.relative_to(target)) not in named:
            file.unlink()
            gone += 1
    return gone


def known(target: Path) -> dict:
    """What the newest set holds; nothing where there is none."""
    try:
        last = load(newest(target))
    except Broken:
        return {}
    return {(item.bucket, item.key, item.etag): item for item in last.objects}


def _office(source: Source) -> io.BytesIO:
    """Secrets, keys and office file as a tar archive; they are a few hundred kilobytes."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name in OFFICE_PARTS:
            if (source.run / name).exists():
                archive.add(source.run / name, arcname=name)
        archive.add(os.path.realpath(source.office_file), arcname="office.toml")
    out.seek(0)
    return out
