"""Puts a backup into an empty installation and proves it equal: each table by fingerprint, each object by hash."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import pyrage

from deploy import belonging, kept_secrets, kind
from deploy import database as setup_database
from deploy.backup import database, encrypted, marks, putting
from deploy.backup.lost import by_case, letters_of
from deploy.backup.manifest import Broken, Manifest, Part, load, sets
from deploy.backup.office_files import move, office_files
from deploy.backup.putting import Lost
from deploy.destroyed_again import FOLDER
from deploy.names import SETTING, Names
from services.shared.storage.object_store import ObjectStore


@dataclass(frozen=True)
class Restored:
    """What a restore has put back, and which objects it could not, by case."""

    tables: int
    rows: int
    objects: int
    lost: dict[str, list[Lost]]


def check_empty(admin_url: str, run: Path) -> None:
    """Raises Broken where the machine holds an office already: nothing is ever overwritten.

    What an earlier restore left that came to no end is no office: ``marks.mark`` takes it away.
    """
    if kept_secrets.file_in(run).exists():
        raise Broken(f"{run} holds an office already; restore into an empty folder.")
    if not database.is_empty(admin_url) and not marks.is_marked(admin_url):
        raise Broken("The database holds an office already; restore into an empty one.")


def restore(
    target: Path,
    manifest: Manifest,
    key: pyrage.x25519.Identity,
    admin_url: str,
    store: ObjectStore,
    run: Path,
    names: Names | None = None,
) -> Restored:
    """Roles, schemas and rows, then every object, then the comparison; keys and secrets come last.

    What comes to no end leaves nothing that refuses the next try: the database bears a mark until all is there, and
    the run folder gets the office's secrets at the end. Objects that cannot be brought back are listed, and hold up
    nothing.

    Raises:
        Broken: the place is not empty, the backup is of an office with other names, or what is there now is not what
            was backed up; the message names the first differences.
        DumpFailed, Unreadable, Unavailable.
    """
    names = names or Names()
    check_empty(admin_url, run)
    run.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=run) as folder:
        files = Path(folder) / "office"
        office_files(target, manifest.office, key, files)
        kept = kept_secrets.read(kept_secrets.file_in(files))
        _check_names(kept.get("slug", ""), names)
        setup_database.roles(admin_url, kept_secrets.of_roles(kept), names)
        marks.mark(admin_url)
        store.ensure_buckets()
        _rows(target, manifest.database, key, admin_url, Path(folder) / "database")
        lost = putting.put_all(store, target, manifest.objects, key)
        with database.connect(admin_url) as connection:
            found, letters = database.fingerprints(connection), letters_of(connection)
        _compare(manifest, found)
        tombstones(target, manifest, key, store)
        move(files, run)
    marks.unmark(admin_url)
    if "fingerprint" in kept:
        belonging.note(admin_url, kept["fingerprint"], names)
    kind.note(run, kind.noted(run) or kind.of_accounts(admin_url) or kind.Kind.OFFICE)
    rows = sum(int(rows) for rows, _ in found.values())
    return Restored(len(found), rows, len(manifest.objects) - len(lost), by_case(lost, letters))


def tombstones(target: Path, chosen: Manifest, key: pyrage.x25519.Identity, store: ObjectStore) -> int:
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
    if lost := putting.put_all(store, target, missing, key):
        raise Broken(f"What is known of destroyed cases does not come back: {lost[0].why}")
    return len(missing)


def _rows(target: Path, part: Part, key: pyrage.x25519.Identity, admin_url: str, dump: Path) -> None:
    with dump.open("wb") as plain:
        encrypted.open_to(target / part.file, plain, key)
    if encrypted.file_hash(dump) != part.plain_sha256:
        raise Broken("The database dump does not hold what was backed up.")
    database.restore(admin_url, dump)
    dump.unlink()


def _check_names(slug: str, names: Names) -> None:
    """The rows name the buckets, so an office comes back under the names that it had."""
    if slug != names.slug:
        told = f"{SETTING}={slug}" if slug else f"no {SETTING}"
        raise Broken(f"This backup is of an office with other names: restore it with {told}.")


def _compare(manifest: Manifest, found: dict[str, list[str]]) -> None:
    """Each table by its fingerprint; each object was compared when it was put back (``putting``)."""
    wrong = [name for name in {*manifest.tables, *found} if manifest.tables.get(name) != found.get(name)]
    if wrong:
        raise Broken(f"These tables are not as they were backed up: {', '.join(sorted(wrong))}.")
