"""An office from its base copy and log: to the last piece that came to the medium, or to a moment before a mistake."""

from __future__ import annotations

import gzip
import shutil
import subprocess
import tempfile
from datetime import datetime
from pathlib import Path

import pyrage

from deploy.backup import encrypted, putting, wal_medium
from deploy.backup.manifest import Broken, load, newest
from deploy.backup.office_files import move, office_files
from services.shared.storage.object_store import ObjectStore

LOG = "sigap_wal"  # below the data folder, with the pieces that PostgreSQL reads at its next start
RECOVERY = """
# written by `sigap wal restore`
restore_command = 'cp "{log}/%f" "%p"'
recovery_target_timeline = 'latest'
recovery_target_action = 'promote'
"""


def database(target: Path, key: pyrage.x25519.Identity, data: Path, until: datetime | None = None) -> int:
    """Fill an empty data folder; PostgreSQL plays the log when it is started there. Returns the number of pieces.

    Raises Broken: no base, or the folder is not empty; Unreadable.
    """
    base = _newest_base(target, until)
    if data.exists() and any(data.iterdir()):
        raise Broken(f"{data} is not empty: give an empty folder for PostgreSQL's data.")
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=data.parent) as plain:
        encrypted.open_to(base / "base.tar.age", plain, key)
        plain.seek(0)
        subprocess.run(["tar", "--extract", "--directory", str(data), "--file=-"], stdin=plain, check=True)
    pieces = _bring_log(target, key, data / LOG)
    moment = f"recovery_target_time = '{until.isoformat()}'\n" if until else ""
    with (data / "postgresql.auto.conf").open("a") as settings:
        settings.write(RECOVERY.format(log=data / LOG) + moment)
    (data / "recovery.signal").touch()
    return pieces


def _newest_base(target: Path, until: datetime | None) -> Path:
    found = wal_medium.bases(target)
    if until:
        found = [base for base in found if wal_medium.begun_at(base) <= until]
    if not found:
        raise Broken(f"There is no base copy in {target / wal_medium.FOLDER}{' before that moment' if until else ''}.")
    return found[-1]


def _bring_log(target: Path, key: pyrage.x25519.Identity, log: Path) -> int:
    """Every piece that was sealed, opened; returns how many."""
    log.mkdir(mode=0o700)
    pieces = sorted((target / wal_medium.FOLDER / "log").glob("*.gz.age"))
    for file in pieces:
        _open(file, log / file.name.removesuffix(".gz.age"), key)
    return len(pieces)


def _open(file: Path, plain: Path, key: pyrage.x25519.Identity) -> None:
    with tempfile.TemporaryFile(dir=plain.parent) as packed:
        encrypted.open_to(file, packed, key)
        packed.seek(0)
        with gzip.GzipFile(fileobj=packed) as source, plain.open("wb") as out:
            shutil.copyfileobj(source, out)


def secrets(target: Path, key: pyrage.x25519.Identity, run: Path) -> None:
    """Secrets, keys and office file, of the newest daily backup. Raises Broken, Unreadable."""
    run.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=run) as folder:
        files = Path(folder) / "office"
        office_files(target, load(newest(target)).office, key, files)
        move(files, run)


def objects(target: Path, key: pyrage.x25519.Identity, store: ObjectStore) -> tuple[int, list[putting.Lost]]:
    """Every object of the last round back into the store, each read again; returns how many, and which are lost."""
    store.ensure_buckets()
    items = wal_medium.objects(target)
    return len(items), putting.put_all(store, target, items, key)
