"""Three offices on one PostgreSQL, one broker and one store: whoever has all that one of them has reaches no other.

And none takes another's place: the names are the office's own, and data come only to the secrets that they belong to.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis
from minio import Minio
from minio.error import S3Error
from redis.exceptions import NoPermissionError

from deploy import belonging, broker, kept_secrets, settings_files
from deploy.backup import restore
from deploy.backup.manifest import Broken
from deploy.belonging import NotTogether
from deploy.broker import BrokerRefuses
from deploy.doctor import databases
from deploy.doctor.finding import Level
from deploy.installation import Installation
from deploy.local.commands import base_env
from deploy.names import Names, WrongSlug, placed
from deploy.processes import worker as worker_command
from deploy.setup import prepare, settings_as
from services.shared.config.processes import SERVICES
from services.shared.config.settings import BeatSettings
from services.shared.jobs import sending
from services.shared.jobs.task_counts import TaskCounts
from services.shared.jobs.worker import make_app, tick
from tests.support.offices import SLUGS, Shared, sharing

SWEEP = tick("review", "sweep")
PATIENCE = 40.0


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shared]:
    with sharing(tmp_path_factory.mktemp("offices")) as offices:
        yield offices


def connect(address: str) -> psycopg.Connection[tuple]:
    return psycopg.connect(address.replace("+psycopg", ""), connect_timeout=3)


OTHERS = [(one, other) for one in SLUGS for other in SLUGS if one != other]


@pytest.mark.turns(3)
@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_no_role_of_one_office_enters_another_ones_database(shared: Shared, one: str, other: str) -> None:
    for process, given in shared.offices[one].items():
        for name in ("SIGAP_DATABASE_URL", "SIGAP_STAFF_DATABASE_URL"):
            if name not in given:
                continue
            with connect(given[name]) as own:
                assert own.execute("select current_database()").fetchone() == (Names(one).database,)
            foreign = given[name].rpartition("/")[0] + f"/{Names(other).database}"
            with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
                connect(foreign)
            assert process


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_no_user_of_one_office_reads_or_writes_another_ones_queues(shared: Shared, one: str, other: str) -> None:
    prefix = Names(other).broker_prefix
    for process, given in shared.offices[one].items():
        with redis.Redis.from_url(given.get("SIGAP_BROKER_URL") or given["SIGAP_LIMITS_URL"]) as client:
            assert client.ping()
            for name in SERVICES:
                for command in (("LPUSH", f"{prefix}{name}", "x"), ("LLEN", f"{prefix}{name}.ticks")):
                    with pytest.raises(NoPermissionError):
                        client.execute_command(*command)
            with pytest.raises(NoPermissionError):
                client.execute_command("INCR", f"{prefix}LIMITS:intake:x")
        assert process


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_no_key_of_one_office_opens_another_ones_files(shared: Shared, one: str, other: str) -> None:
    theirs = shared.settings(other, "intake")
    keys = {shared.env[one]["SIGAP_S3_ACCESS_KEY"]: shared.env[one]["SIGAP_S3_SECRET_KEY"]}
    keys |= {s.s3_access_key: s.s3_secret_key.get_secret_value() for s in (shared.settings(one, n) for n in SERVICES)}
    assert len(keys) == 5
    store(shared, other).put_object(theirs.evidence_bucket, "2026/rahasia", io.BytesIO(b"isi"), 3)
    for key, secret in keys.items():
        client = Minio(theirs.s3_endpoint.removeprefix("http://"), key, secret, secure=False, region="us-east-1")
        for attempt in (
            lambda client=client: client.get_object(theirs.evidence_bucket, "2026/rahasia").read(),
            lambda client=client: list(client.list_objects(theirs.evidence_bucket)),
            lambda client=client: client.put_object(theirs.archive_bucket, "x", io.BytesIO(b"x"), 1),
        ):
            with pytest.raises(S3Error) as refused:
                attempt()
            assert refused.value.code in {"AccessDenied", "NoSuchBucket"}  # a room of its own has no such bucket


def store(shared: Shared, slug: str) -> Minio:
    """As the set-up of an office."""
    env = shared.env[slug]
    where = env["SIGAP_S3_ENDPOINT"].removeprefix("http://")
    keys = (env["SIGAP_S3_ACCESS_KEY"], env["SIGAP_S3_SECRET_KEY"])
    return Minio(where, *keys, secure=False, region="us-east-1")


def test_no_policy_names_another_ones_buckets() -> None:
    for service in SERVICES:
        text = (broker.RIGHTS.parent / f"store-{service}.json").read_text()
        mine = json.loads(Names("amurang").in_policy(text))
        for statement in mine["Statement"]:
            assert all(":::amurang-" in resource for resource in statement["Resource"])
        assert Names().in_policy(text) == text


@pytest.mark.turns(3)
def test_a_worker_of_an_office_with_a_slug_takes_its_own_queue_only(shared: Shared, tmp_path: Path) -> None:
    """A real worker, as its own user of the broker, by keys that begin with the slug."""
    mine = shared.settings("amurang", "review")
    counts = TaskCounts(mine.broker_url, "review", mine.broker_prefix)
    beats = {slug: make_app("beat", beat(shared, slug), web=True) for slug in ("amurang", "tareran")}
    env = base_env() | shared.offices["amurang"]["review-worker"]
    with (tmp_path / "log").open("wb") as log:
        running = subprocess.Popen(worker_command("review"), env=env, stdout=log, stderr=log)
    try:
        end = time.monotonic() + PATIENCE
        while not any(one.task == SWEEP.task and one.outcome == "done" for one in counts.read()):
            assert time.monotonic() < end, (tmp_path / "log").read_text()[-3000:]
            for app in beats.values():
                sending.send(app, SWEEP.task, SWEEP.queue, expires=SWEEP.expires)
            time.sleep(0.5)
    finally:
        running.terminate()
        running.wait(30)
    with redis.Redis.from_url(shared.servers.valkey.url()) as client:
        assert client.llen(f"tareran:{SWEEP.queue}")
        assert [key for key in client.scan_iter() if not key.startswith((b"amurang:", b"tareran:"))] == []


def beat(shared: Shared, slug: str) -> BeatSettings:
    return settings_as(BeatSettings, shared.offices[slug]["beat"])


def test_a_lost_run_folder_gets_no_new_keys_beside_kept_data(shared: Shared, tmp_path: Path) -> None:
    before = accounts(shared, "amurang")
    with pytest.raises(NotTogether, match="none of its secrets and keys") as refused:
        prepare(shared.env["amurang"] | {"SIGAP_RUN_DIR": str(tmp_path)})
    assert "sigap restore" in str(refused.value)
    assert "SIGAP_OFFICE_SLUG" in str(refused.value)
    assert list(tmp_path.iterdir()) == []
    assert accounts(shared, "amurang") == before


def accounts(shared: Shared, slug: str) -> list[tuple]:
    """The people with their passwords, and that the roles still open the database."""
    with connect(shared.offices[slug]["sign-in"]["SIGAP_STAFF_DATABASE_URL"]) as connection:
        return connection.execute("select username, password_hash from staff.account order by 1").fetchall()


@pytest.mark.parametrize("older", [False, True], ids=["by its fingerprint", "set up by an older version"])
def test_a_foreign_database_is_refused(shared: Shared, tmp_path: Path, older: bool) -> None:
    """Another office's secrets under the same names, as when the address of the wrong server is given."""
    own = Path(shared.env["tareran"]["SIGAP_RUN_DIR"])
    shutil.copytree(own / "secrets", tmp_path / "secrets")
    kept = kept_secrets.read(kept_secrets.file_in(tmp_path)) | {"slug": "amurang"}
    if older:
        del kept["fingerprint"]
    kept_secrets.write(kept_secrets.file_in(tmp_path), kept)
    before = accounts(shared, "amurang")
    with pytest.raises(NotTogether, match="another office's"):
        prepare(shared.env["amurang"] | {"SIGAP_RUN_DIR": str(tmp_path)})
    assert accounts(shared, "amurang") == before
    assert "keys" not in [file.name for file in tmp_path.iterdir()]


def test_an_office_of_an_older_version_is_taken_on_and_marked(shared: Shared) -> None:
    env = shared.env[""]
    file = kept_secrets.file_in(Path(env["SIGAP_RUN_DIR"]))
    kept = kept_secrets.read(file)
    kept_secrets.write(file, {name: value for name, value in kept.items() if name not in {"fingerprint", "slug"}})
    with connect(shared.env[""]["SIGAP_ADMIN_DATABASE_URL"]) as connection:
        connection.execute("comment on database sigap is null")
    assert prepare(env)["intake"]["SIGAP_DATABASE_URL"] == shared.offices[""]["intake"]["SIGAP_DATABASE_URL"]
    marked = kept_secrets.read(file)["fingerprint"]
    assert belonging.noted(env["SIGAP_ADMIN_DATABASE_URL"]) == marked


def test_names_are_chosen_once(shared: Shared) -> None:
    with pytest.raises(NotTogether, match="chosen once"):
        prepare(shared.env["amurang"] | {"SIGAP_OFFICE_SLUG": "lain"})
    with pytest.raises(Broken, match="SIGAP_OFFICE_SLUG=amurang"):
        restore._check_names("amurang", Names())
    for wrong in ("intake", "Dua Kata", "a", "../x", "a;drop", "web"):
        with pytest.raises(WrongSlug):
            Names.of({"SIGAP_OFFICE_SLUG": wrong})


def test_a_new_office_takes_no_users_of_the_broker_and_no_buckets_of_another(shared: Shared, tmp_path: Path) -> None:
    with pytest.raises(BrokerRefuses, match="another office's"):
        broker.prepare(shared.env[""]["SIGAP_BROKER_URL"], dict.fromkeys(SERVICES, "lain"), Names("amurang"))
    store(shared, "amurang").put_object("amurang-evidence", "x/y", io.BytesIO(b"isi"), 3)
    mixed = {"SIGAP_OFFICE_SLUG": "motoling", "SIGAP_EVIDENCE_BUCKET": "amurang-evidence"}
    with pytest.raises(NotTogether, match="amurang-evidence hold files"):
        prepare(shared.env["amurang"] | mixed | {"SIGAP_RUN_DIR": str(tmp_path)})


def test_doctor_says_so(shared: Shared, tmp_path: Path) -> None:
    run = Path(shared.env["amurang"]["SIGAP_RUN_DIR"])
    settings_files.write(tmp_path, shared.offices["amurang"] | {settings_files.ADMIN: placed(shared.env["amurang"])})
    office = Installation.of(tmp_path)
    values = {name: office.settings(name) for name in SERVICES}
    assert [one.level for one in databases.together(office, values)] == [Level.GOOD]
    file = kept_secrets.file_in(run)
    kept = kept_secrets.read(file)
    try:
        kept_secrets.write(file, kept | {"fingerprint": "lain"})
        (found,) = databases.together(office, values)
    finally:
        kept_secrets.write(file, kept)
    assert found.level is Level.FAILURE
    assert "another office's" in found.found
