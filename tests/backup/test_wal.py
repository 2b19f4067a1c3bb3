"""A database folder that is lost comes back from base copy and log to the last round, files too; or to a moment."""

from __future__ import annotations

import io
import shutil
import time
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

import psycopg
import pyrage
import pytest

from deploy.backup import wal, wal_medium, wal_restore
from deploy.backup.manifest import Broken
from deploy.doctor import backups
from deploy.doctor.finding import Level
from deploy.installation import Installation, store_of
from deploy.local.servers import Servers
from deploy.names import placed
from services.shared.calendar import clock

KEY = pyrage.x25519.Identity.generate()


def wait_for(done: Callable[[], object]) -> None:
    end = time.monotonic() + 30
    while not done():
        assert time.monotonic() < end
        time.sleep(0.1)


def count(address: str) -> int:
    with psycopg.connect(address.replace("+psycopg", "")) as connection:
        row = connection.execute("select count(*) from kept").fetchone()
    assert row is not None
    return int(row[0])


def write(address: str, number: int) -> None:
    with psycopg.connect(address.replace("+psycopg", "")) as connection:
        connection.execute("create table if not exists kept (n int)")
        connection.execute("insert into kept select generate_series(1, %s)", [number])


@pytest.mark.release
def test_a_lost_database_comes_back_to_the_last_round(tmp_path: Path) -> None:
    medium = tmp_path / "medium"
    with Servers(tmp_path / "run", environ={}) as servers:
        env = placed(servers.env() | {"SIGAP_PUBLIC_URL": "http://127.0.0.1:8000"})
        address, store = env["SIGAP_ADMIN_DATABASE_URL"], store_of(env)
        store.ensure_buckets()
        follower = wal.Follower(address, store, medium, KEY.to_public(), tmp_path / "spool")
        write(address, 10)
        with follower.receiving(clock.now()) as running:
            write(address, 500)
            store.put_bytes("evidence", "2026/1", b"bukti", "text/plain")
            follower.round(running, clock.now())
            write(address, 7)
            follower.round(running, clock.now())
            wait_for(lambda: follower.seal() or not list(follower.spool.glob("0000*[0-9A-F]")))
            follower.round(running, clock.now())
        with follower.receiving(clock.now()):  # again: the same base, the log goes on
            assert len(wal_medium.bases(medium)) == 1
        assert wal_medium.last(medium) is not None
        plain = b"".join(file.read_bytes() for file in medium.rglob("*") if file.is_file())
        assert b"bukti" not in plain
        assert max(file.stat().st_size for file in (medium / "wal" / "log").iterdir()) < 4_000_000, "compressed"
        data = servers.folder.path / "postgres" / "data"
        owner = data.stat()
        servers.postgres.kill()
        shutil.rmtree(data)  # the disk is gone
        with pytest.raises(Broken, match="before that moment"):
            wal_restore.database(medium, KEY, data, clock.now().replace(year=2020))
        assert wal_restore.database(medium, KEY, data) >= 2
        for file in [data, *data.rglob("*")]:
            shutil.chown(file, owner.st_uid, owner.st_gid)
        servers.postgres.start()
        servers.postgres.wait_ready()
        assert count(address) == 517
        store.remove("evidence", next(iter(store.keys("evidence", ""))))
        assert wal_restore.objects(medium, KEY, store) == (1, [])
        (name,) = store.keys("evidence", "")
        assert b"".join(store.stream("evidence", name)) == b"bukti"
        with pytest.raises(Broken, match="not empty"):
            wal_restore.database(medium, KEY, data)


def test_a_base_copy_of_a_clock_that_ran_ahead_is_due_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wal, "piped", lambda *_: nullcontext(io.BytesIO(b"a copy")))
    monkeypatch.setattr(wal.Follower, "_current_piece", lambda _: "000000010000000000000002")
    follower = wal.Follower("", None, tmp_path, KEY.to_public(), tmp_path / "spool")  # type: ignore[arg-type]
    now = clock.now()
    for then, due in ((now + timedelta(days=900), True), (now, False), (now - timedelta(days=8), True)):
        follower.base(then)
        assert wal_medium.begun_at(wal_medium.bases(tmp_path)[-1]) == then, "the newest is the one made last"
        assert follower._base_is_due(now) is due


def test_doctor_says_when_the_log_stands_still(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIGAP_BACKUP_DIR", str(tmp_path))
    nowhere = Installation(tmp_path)
    assert list(backups.log(nowhere, {})) == [], "it is not followed here"
    for age, level in (
        (timedelta(minutes=3), Level.GOOD),
        (timedelta(minutes=11), Level.FAILURE),
        (-timedelta(days=9), Level.FAILURE),
    ):
        wal_medium.write(tmp_path / "wal" / "last.json", {"at": (clock.now() - age).isoformat()})
        (found,) = backups.log(nowhere, {})
        assert found.level is level
