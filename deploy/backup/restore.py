"""Puts a backup into an empty installation and proves it equal: each table by fingerprint, each object by hash."""

from __future__ import annotations

import hashlib
import io
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pyrage

from deploy import database as setup_database
from deploy import kept_secrets, kind
from deploy.backup import database, encrypted, objects
from deploy.backup.manifest import Broken, Manifest, Part, load, sets
from deploy.destroyed_again import FOLDER
from services.shared.storage.object_store import ObjectStore


@dataclass(frozen=True)
class Restored:
    """What a restore has put back."""

    tables: int
    rows: int
    objects: int


def check_empty(admin_url: str, run: Path) -> None:
    """Raises Broken where the machine holds an office already: nothing is ever overwritten."""
    if kept_secrets.file_in(run).exists():
        raise Broken(f"{run} holds an office already; restore into an empty folder.")
    if not database.is_empty(admin_url):
        raise Broken("The database holds an office already; restore into an empty one.")


def office_files(target: Path, part: Part, key: pyrage.x25519.Identity, run: Path) -> None:
    """Secrets, keys and office file into the run folder. Raises Broken, Unreadable."""
    plain = io.BytesIO()
    encrypted.open_to(target / part.file, plain, key)
    if hashlib.sha256(plain.getvalue()).hexdigest() != part.plain_sha256:
        raise Broken(f"{part.file} does not hold what was backed up.")
    plain.seek(0)
    run.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tarfile.open(fileobj=plain) as archive:
        for member in archive:
            if not _belongs(member, run):
                raise Broken(f"{part.file} holds “{member.name}”, which does not belong into the run folder.")
        # Debian 12's Python 3.11.2 does not know the filter yet: the members are checked above on every version.
        archive.extraction_filter = getattr(tarfile, "data_filter", None)
        archive.extractall(run)  # noqa: S202 -- checked above


def _belongs(member: tarfile.TarInfo, run: Path) -> bool:
    """A plain file or folder inside the run folder; no link, no device."""
    return (member.isfile() or member.isdir()) and (run / member.name).resolve().is_relative_to(run.resolve())


def restore(
    target: Path, manifest: Manifest, key: pyrage.x25519.Identity, admin_url: str, store: ObjectStore, run: Path
) -> Restored:
    """Keys and secrets, roles, schemas and rows, then every object; then the comparison.

    Raises:
        Broken: the place is not empty, or what is there now is not what was backed up; the message names the first
            differences.
        DumpFailed, Unreadable, Unavailable.
    """
    check_empty(admin_url, run)
    office_files(target, manifest.office, key, run)
    setup_database.roles(admin_url, kept_secrets.read(kept_secrets.file_in(run))["database"])
    store.ensure_buckets()
    with tempfile.TemporaryDirectory(dir=run) as folder:
        _rows(target, manifest.database, key, admin_url, Path(folder) / "database")
        for item in manifest.objects:
            objects.put_back(store, target, item, key, Path(folder) / "object")
        with database.connect(admin_url) as connection:
            found = database.fingerprints(connection)
        _compare(manifest, found, store)
        tombstones(target, manifest, key, store, Path(folder) / "object")
    kind.note(run, kind.noted(run) or kind.of_accounts(admin_url) or kind.Kind.OFFICE)
    return Restored(len(found), sum(int(rows) for rows, _ in found.values()), len(manifest.objects))


def tombstones(target: Path, chosen: Manifest, key: pyrage.x25519.Identity, store: ObjectStore, spool: Path) -> int:
    """Bring what newer backups know of destroyed cases along: the set-up destroys those again. Returns how many.

    They are sealed by themselves, so a set whose signature nobody checked can add none of its own making.
    """
    here = {(item.bucket, item.key) for item in chosen.objects}
    found = {
        (item.bucket, item.key): item
        for folder in sets(target)
        for item in load(folder).objects
        if item.bucket == store.buckets[2] and item.key.startswith(FOLDER)
    }
    missing = [item for place, item in found.items() if place not in here]
    for item in missing:
        objects.put_back(store, target, item, key, spool)
    return len(missing)


def _rows(target: Path, part: Part, key: pyrage.x25519.Identity, admin_url: str, dump: Path) -> None:
    with dump.open("wb") as plain:
        encrypted.open_to(target / part.file, plain, key)
    if encrypted.file_hash(dump) != part.plain_sha256:
        raise Broken("The database dump does not hold what was backed up.")
    database.restore(admin_url, dump)
    dump.unlink()


def _compare(manifest: Manifest, found: dict[str, list[str]], store: ObjectStore) -> None:
    wrong = [name for name in {*manifest.tables, *found} if manifest.tables.get(name) != found.get(name)]
    if wrong:
        raise Broken(f"These tables are not as they were backed up: {', '.join(sorted(wrong))}.")
    there = {(bucket, key) for bucket in store.buckets for key, _ in store.listing(bucket)}
    missing = [f"{item.bucket}/{item.key}" for item in manifest.objects if (item.bucket, item.key) not in there]
    if missing:
        raise Broken(f"{len(missing)} objects are missing, such as {missing[0]}.")
