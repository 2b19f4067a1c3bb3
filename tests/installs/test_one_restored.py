"""One office of several is lost and restored alone: the others work on, and nothing of theirs changes.

The commands of deploy/systemd/offices.sh, without its units: what is shared by offices in containers, too.
"""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis
from minio import Minio

from deploy import settings_files
from deploy.backup import database
from deploy.names import BUCKETS, Names, placed
from deploy.setup import prepare
from tests.support import preloaded
from tests.support.cases import PlayedCase
from tests.support.office import TestOffice
from tests.support.offices import Shared, sharing

ENVIRON = {name: value for name, value in os.environ.items() if not name.startswith("SIGAP_")}
LOST, WORKING = "amurang", "tareran"
STILL = ("", WORKING)


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Shared]:
    with sharing(tmp_path / "offices") as offices:
        yield offices


@pytest.mark.slow
@pytest.mark.release
def test_one_is_restored_while_the_others_work(shared: Shared, tmp_path: Path) -> None:
    office, busy, key = shared.office(LOST), shared.office(WORKING), tmp_path / "key"
    case_no = PlayedCase(office, "Penanda Amurang").case_no
    PlayedCase(shared.office(""), "Penanda Pertama", until="forwarded")
    number, kept = archived(office, case_no), tables(shared, LOST)
    backed_up(shared, tmp_path, key)
    with at_work(busy) as played:
        before = {slug: things(shared, slug) for slug in STILL}
        lost(shared)
        said = sigap("restore", "--from", tmp_path / "backups", "--identity", key, **shared.env[LOST])
        after = {slug: things(shared, slug) for slug in STILL}
    assert "is restored and equal" in said
    assert tables(shared, LOST) == kept
    assert after[""] == before[""]
    assert gone(before[WORKING], after[WORKING]) == []
    assert [case(busy, case_no)["case_no"] for case_no in played] == played

    shared.offices[LOST] = prepare(shared.env[LOST])
    again = shared.office(LOST)
    assert archived(again, case_no) == number
    PlayedCase(again, "Penanda Sesudah", until="forwarded")


def sigap(*words: str | Path, **env: str) -> str:
    """A command of the operator, with the set-up's settings of an office."""
    done = preloaded.run(["sigap", *words], env=ENVIRON | env)
    assert done.returncode == 0, done.stdout
    return done.stdout


def backed_up(shared: Shared, folder: Path, key: Path) -> None:
    """By the office's own settings, to a key of its own."""
    recipient = sigap("backup", "key", key).strip()
    settings_files.write(folder / "settings", shared.offices[LOST] | {settings_files.ADMIN: placed(shared.env[LOST])})
    sigap("backup", "--to", folder / "backups", "--recipient", recipient, "--settings", folder / "settings")


def lost(shared: Shared) -> None:
    """Its database and run folder are put aside, its users of the broker go, as offices.sh says; its files are gone."""
    run = Path(shared.env[LOST]["SIGAP_RUN_DIR"])
    run.rename(run.with_suffix(".before"))
    run.mkdir()
    name = Names(LOST).database
    with psycopg.connect(shared.servers.postgres.dsn(), autocommit=True) as admin:
        admin.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [name])
        admin.execute(f"alter database {name} rename to {name}_before")
    with redis.Redis.from_url(shared.servers.valkey.url()) as broker:
        broker.acl_deluser(*(user for user in users(broker) if user.startswith(f"sigap-{LOST}-")))
    client = store(shared, LOST)
    for bucket in map(Names(LOST).bucket, BUCKETS):
        for item in client.list_objects(bucket, recursive=True):
            client.remove_object(bucket, str(item.object_name))


@contextmanager
def at_work(office: TestOffice) -> Iterator[list[str]]:
    """Case after case is taken in and forwarded there; their numbers, at least one begun and ended within."""
    over, begun, played = threading.Event(), threading.Event(), list[str]()

    def work() -> None:
        while not (over.is_set() and len(played) > 1):
            played.append(PlayedCase(office, f"Penanda {len(played)}", until="forwarded").case_no)
            begun.set()

    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(work)
        working.add_done_callback(lambda _: begun.set())
        begun.wait()
        yield played
        assert not working.done(), working.result()
        over.set()
        working.result()


def things(shared: Shared, slug: str) -> dict[str, Any]:
    """All that an office has: its rows and roles, its objects, its users of the broker, the files of its run folder."""
    client, names = store(shared, slug), Names(slug)
    found: dict[str, Any] = {
        f"{bucket}/{item.object_name}": item.etag
        for bucket in map(names.bucket, BUCKETS)
        for item in client.list_objects(bucket, recursive=True)
    }
    found |= {f"table {name}": rows for name, rows in tables(shared, slug).items()}
    run = Path(shared.env[slug]["SIGAP_RUN_DIR"])
    found |= {f"file {file.relative_to(run)}": file.read_bytes() for file in run.rglob("*") if file.is_file()}
    with psycopg.connect(shared.servers.postgres.dsn()) as admin:
        asked = "select rolname, rolpassword from pg_authid where rolname ~ %s"
        found |= {
            f"role {name}": word for name, word in admin.execute(asked, [f"^{names.role('(?!amurang|tareran)')}"])
        }
    with redis.Redis.from_url(shared.servers.valkey.url()) as broker:
        mine = re.compile(names.broker_user("(?!amurang|tareran)"))
        found |= {f"user {name}": rights for name, rights in users(broker).items() if mine.match(name)}
    assert {name.split()[0] for name in found} >= {"table", "role", "file", "user"}
    return found


def users(broker: redis.Redis) -> dict[str, str]:
    """The broker's users, and what each may."""
    return {line.split()[1]: line for line in broker.acl_list()}


def tables(shared: Shared, slug: str) -> dict[str, list[str]]:
    """Each table's number of rows and fingerprint."""
    with database.connect(placed(shared.env[slug])["SIGAP_ADMIN_DATABASE_URL"]) as connection:
        return database.fingerprints(connection)


def gone(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What an office that worked on has no more, or less of."""
    kept = {name: value for name, value in before.items() if not name.startswith("table ")}
    fewer = [name for name in before.keys() - kept.keys() if int(after[name][0]) < int(before[name][0])]
    return fewer + [name for name, value in kept.items() if after.get(name) != value]


def store(shared: Shared, slug: str) -> Minio:
    """The store as the set-up of an office reaches it."""
    env = shared.env[slug]
    where = env["SIGAP_S3_ENDPOINT"].removeprefix("http://")
    return Minio(where, env["SIGAP_S3_ACCESS_KEY"], env["SIGAP_S3_SECRET_KEY"], secure=False, region="us-east-1")


def archived(office: TestOffice, case_no: str) -> str:
    """The number under which a case lies in the archive, as the desk reads it."""
    office.pump()
    number: str = case(office, case_no)["archive_no"]
    assert number
    return number


def case(office: TestOffice, case_no: str) -> dict[str, Any]:
    """A case as the desk reads it."""
    found: dict[str, Any] = office.person("loket1").get(f"/intake/api/complaints/{case_no}").get_json()
    return found
