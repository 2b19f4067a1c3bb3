"""For offices that may lose five minutes and not a day: the database's log and new files, sealed as they come.

A base copy (pg_basebackup) each week, and what PostgreSQL writes since (pg_receivewal, by a slot, so that nothing is
skipped while we are away). Every round the current piece of the log is closed, and what is closed goes to the medium:
compressed, for most of a piece is empty, and sealed. Both programs come with PostgreSQL's client: no repository, no
configuration of the server (decision 0059). What is written reaches the medium within two rounds.
"""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, cast

import pyrage

from deploy.backup import database, encrypted
from deploy.backup.make import known
from deploy.backup.manifest import Object, begun
from deploy.backup.objects import Copier
from deploy.backup.programs import DumpFailed, env_of, piped, program_of
from deploy.backup.wal_medium import FOLDER, bases, begun_at, objects, write
from deploy.errors import Told
from services.shared.storage.object_store import ObjectStore

SLOT = "sigap_wal"
BASE_AGE, BASES = timedelta(days=7), 2


class NotFollowed(Told):
    """The log cannot be followed; the message says why."""


@dataclass(frozen=True)
class Follower:
    """Of one PostgreSQL (all its databases) and one office's files, into a backup folder."""

    admin_url: str
    store: ObjectStore
    target: Path
    to: pyrage.x25519.Recipient
    spool: Path  # where pg_receivewal writes, on this machine

    @property
    def folder(self) -> Path:
        """Where all of it lies on the medium."""
        return self.target / FOLDER

    @contextmanager
    def receiving(self, now: datetime) -> Iterator[subprocess.Popen[bytes]]:
        """pg_receivewal while it is needed, and a base copy where there is none that it goes on from."""
        goes_on = self._slot()
        self.spool.mkdir(mode=0o700, parents=True, exist_ok=True)
        command = ["pg_receivewal", "--directory", str(self.spool), "--slot", SLOT, "--no-loop", "--no-password"]
        with tempfile.TemporaryFile() as said:
            running = subprocess.Popen(program_of(command), env=env_of(self.admin_url), stderr=said, stdout=said)
            try:
                if not goes_on or not bases(self.target):
                    self.base(now)
                yield running
            finally:
                running.terminate()
                running.wait(30)

    def round(self, running: subprocess.Popen[bytes], now: datetime) -> int:
        """Close the piece of the log, seal what is closed, copy new objects; returns how many pieces went.

        Raises NotFollowed: the receiving program has ended.
        """
        if running.poll() is not None:
            raise NotFollowed(f"pg_receivewal has ended (code {running.returncode}); it is started again by its unit.")
        if self._base_is_due(now):
            self.base(now)
        self._close_piece()
        sealed = self.seal()
        self.objects()
        write(self.folder / "last.json", {"at": now.isoformat()})
        return sealed

    def seal(self) -> int:
        """Put every closed piece on the medium, then take it off the spool."""
        closed = sorted(file for file in self.spool.iterdir() if "." not in file.name or file.suffix == ".history")
        for file in closed:
            with tempfile.TemporaryFile(dir=self.spool) as packed:
                with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as out, file.open("rb") as source:
                    shutil.copyfileobj(source, out)
                packed.seek(0)
                encrypted.seal(packed, self.folder / "log" / f"{file.name}.gz.age", self.to)
            file.unlink()
        return len(closed)

    def base(self, now: datetime) -> None:
        """A copy of the whole PostgreSQL as it is, sealed in the stream; the log before the older base goes."""
        folder = begun(self.folder / "base", now)
        command = ["pg_basebackup", "--pgdata=-", "--format=tar", "--wal-method=none", "--checkpoint=fast"]
        first = self._current_piece()
        try:
            with piped(self.admin_url, [*command, "--no-password"]) as copy:
                encrypted.seal(cast(BinaryIO, copy), folder / "base.tar.age", self.to)
        except DumpFailed:
            shutil.rmtree(folder)
            raise
        write(folder / "base.json", {"from": first, "at": now.isoformat()})
        self._forget()

    def _close_piece(self) -> None:
        with database.connect(self.admin_url) as connection:
            connection.execute("select pg_switch_wal()")

    def _current_piece(self) -> str:
        """The piece of the log that is written now."""
        with database.connect(self.admin_url) as connection:
            row = connection.execute("select pg_walfile_name(pg_current_wal_lsn())").fetchone()
        assert row is not None
        return row[0]

    def objects(self) -> None:
        """Copy what is new in the store, where the daily backup keeps it, and note all of it."""
        before = {(item.bucket, item.key, item.etag): item for item in objects(self.target)}
        found: dict[tuple[str, str, str], Object] = {}
        Copier(self.store, self.target, self.to, known(self.target) | before).copy(found)
        write(self.folder / "objects.json", [asdict(item) for item in found.values()])

    def _base_is_due(self, now: datetime) -> bool:
        newest = bases(self.target)
        return bool(newest) and not timedelta(0) <= now - begun_at(newest[-1]) <= BASE_AGE  # or of a clock ahead

    def _slot(self) -> bool:
        """Have a slot; returns whether it goes on from where we were."""
        with database.connect(self.admin_url) as connection:
            row = connection.execute(
                "select wal_status from pg_replication_slots where slot_name = %s", [SLOT]
            ).fetchone()
            if row and row[0] == "lost":
                connection.execute("select pg_drop_replication_slot(%s)", [SLOT])
            if not row or row[0] == "lost":
                connection.execute("select pg_create_physical_replication_slot(%s, true)", [SLOT])
        return bool(row and row[0] != "lost")

    def _forget(self) -> None:
        """Older bases than the newest two, and the log before them."""
        kept = bases(self.target)
        for folder in kept[:-BASES]:
            shutil.rmtree(folder)
        first = json.loads((kept[-BASES:][0] / "base.json").read_text())["from"]
        for file in (self.folder / "log").glob("*.gz.age"):
            if len(file.name.split(".")[0]) == len(first) and file.name[8:24] < first[8:]:
                file.unlink()
