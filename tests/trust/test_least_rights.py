"""A user of the broker and a key to the object store per service: each may do its own work, and not the others'."""

from __future__ import annotations

import http.client
import io
import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis
from minio import Minio
from minio.commonconfig import CopySource
from minio.deleteobjects import DeleteObject
from minio.error import S3Error
from redis.exceptions import NoPermissionError, ResponseError

from deploy import broker, kept_secrets, setup
from deploy.database import LESSER
from deploy.local.servers import Servers
from deploy.local.swiftrights import access_keys
from deploy.office_keys import keep_secrets
from services.handoffs.contract import SERVICES
from services.handoffs.contracts import CONTRACTS
from services.shared.config.processes import EVERY, USERS
from services.shared.config.settings import BeatSettings
from services.shared.errors import Unavailable
from services.shared.jobs.sending import send
from services.shared.jobs.worker import make_app, queues, ticks
from tests.local.support import store as client_of
from tests.support.office import TestOffice

OWN_FOLDER = {"review": "review/", "letters": "letters/", "registry": "registry/"}
PAIRS = sorted(CONTRACTS.pairs())
RECEIVERS = {name: {receiver for sender, receiver in PAIRS if sender == name} for name in SERVICES}
SENDERS = {name: {sender for sender, receiver in PAIRS if receiver == name} for name in SERVICES}


def connected(processes: dict[str, dict[str, str]], name: str) -> redis.Redis:
    return redis.Redis.from_url(processes[name]["SIGAP_BROKER_URL"], socket_timeout=2)


def keyed(office: TestOffice, name: str) -> Minio:
    settings = office.settings[name]
    return Minio(
        urlsplit(settings.s3_endpoint).netloc,
        access_key=settings.s3_access_key,
        secret_key=settings.s3_secret_key.get_secret_value(),
        secure=False,
        region=settings.s3_region,
    )


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_puts_into_its_receivers_queues_and_no_others(
    processes: dict[str, dict[str, str]], servers: Servers, name: str
) -> None:
    client, admin = connected(processes, name), redis.Redis.from_url(servers.valkey.url())
    may = RECEIVERS[name] | {f"{sender}.acks" for sender in SENDERS[name]} | set(queues(name))
    for queue in (queue for other in (*SERVICES, "beat") for queue in queues(other)):
        try:
            client.lpush(queue, "x")
            admin.lrem(queue, 1, "x")
            done = True
        except NoPermissionError:
            done = False
        assert done == (queue in may), queue


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_reads_no_queue_and_no_message_of_another(processes: dict[str, dict[str, str]], name: str) -> None:
    client = connected(processes, name)
    for other in set(SERVICES) - {name}:
        for forbidden in (
            lambda other=other: client.lrange(other, 0, -1),
            lambda other=other: client.brpop([f"{other}.acks"], timeout=1),
            lambda other=other: client.hgetall(f"{other}.unacked"),
            lambda other=other: client.sadd(f"_kombu.binding.{other}", "x"),
            lambda other=other: client.delete(f"sigap:{other}:sentinel"),
        ):
            with pytest.raises(NoPermissionError):
                forbidden()
    for administration in (client.flushall, client.config_get, lambda: client.execute_command("ACL", "LIST")):
        with pytest.raises(NoPermissionError):
            administration()


def test_the_beat_only_puts_ticks(processes: dict[str, dict[str, str]]) -> None:
    client = connected(processes, "beat")
    for name in SERVICES:
        for queue in (name, f"{name}.acks"):
            with pytest.raises(NoPermissionError):
                client.lpush(queue, "x")
        with pytest.raises(NoPermissionError):
            client.lrange(f"{name}.ticks", 0, -1)


@pytest.mark.turns(3)
def test_each_process_can_send_what_it_has_to(office: TestOffice, processes: dict[str, dict[str, str]]) -> None:
    beat = make_app("beat", setup.settings_as(BeatSettings, processes["beat"]), web=True)
    for name in SERVICES:
        connected(processes, name).delete(name, f"{name}.acks", f"{name}.ticks")  # what other tests left there
        for tick in ticks(name):
            send(beat, tick.task, tick.queue, expires=tick.expires)
    for sender, receiver in PAIRS:
        send(make_app(sender, office.settings[sender], web=True), f"{receiver}.receive", receiver, [[]])
        send(make_app(receiver, office.settings[receiver], web=True), f"{sender}.acknowledge", f"{sender}.acks", [[]])
    for name in SERVICES:
        client = connected(processes, name)
        assert client.llen(name) == len(SENDERS[name])
        assert client.llen(f"{name}.acks") == len(RECEIVERS[name])
        assert client.llen(f"{name}.ticks") == len(ticks(name))
        with make_app(name, office.settings[name]).connection() as connection:
            consumer = make_app(name, office.settings[name]).amqp.TaskConsumer(connection.default_channel)
            with consumer, pytest.raises(TimeoutError):  # it may ask its queues; the gate of an app without tasks
                connection.drain_events(timeout=1)  # lets none of them through
        client.delete(*queues(name))


def test_the_scaler_only_counts_the_queues(processes: dict[str, dict[str, str]], servers: Servers) -> None:
    admin = servers.valkey.url()
    client = redis.Redis.from_url(broker.prepare(admin, {"scaler": "rahasia"})["scaler"], socket_timeout=2)
    count = "local kind = redis.call('type', KEYS[1]).ok; return kind and redis.call('llen', KEYS[1])"  # as KEDA does
    for name in SERVICES:
        assert client.eval(count, 1, name) == client.llen(name)
        for forbidden in (
            lambda name=name: client.lpush(name, "x"),
            lambda name=name: client.lrange(name, 0, -1),
            lambda name=name: client.llen(f"{name}.acks"),
            lambda name=name: client.eval("return redis.call('lpop', KEYS[1])", 1, name),
        ):
            with pytest.raises(ResponseError, match=r"(?i)no permissions|NOPERM|can't run this command"):
                forbidden()
    assert not [value for given in processes.values() for value in given.values() if "scaler" in value]


def test_the_users_outlive_a_wiped_broker(tmp_path: Path) -> None:
    with Servers(tmp_path / "run", durable=False, environ={}) as servers:
        addresses = broker.prepare(servers.valkey.url(), dict.fromkeys(EVERY, "rahasia"))
        servers.valkey.wipe_restart()
        assert redis.Redis.from_url(addresses["review"]).lpush("review.acks", "x") == 1
        assert b"rahasia" not in (tmp_path / "run" / "broker" / "users.acl").read_bytes()


def test_a_broker_that_makes_no_users_is_told_with_the_way_out(processes: dict[str, dict[str, str]]) -> None:
    with pytest.raises(broker.BrokerRefuses, match="SIGAP_BROKER_SHARED=1"):
        broker.prepare(processes["intake"]["SIGAP_BROKER_URL"], dict.fromkeys(EVERY, "x"))
    assert broker.prepare("sentinel://a:26379/0", {"intake": "x"}) == {"intake": "sentinel://a:26379/0"}


def test_no_process_gets_an_account_that_may_more(processes: dict[str, dict[str, str]], servers: Servers) -> None:
    env = servers.env()
    given = [value for values in processes.values() for value in values.values()]
    assert not [value for value in given if env["SIGAP_S3_SECRET_KEY"] in value or servers.valkey.password in value]
    for name in SERVICES:
        others = [env[f"SIGAP_S3_SECRET_KEY_{other.upper()}"] for other in SERVICES if other != name]
        assert not set(others) & set(processes[name].values())


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_writes_only_where_its_files_lie(office: TestOffice, servers: Servers, name: str) -> None:
    client, admin = keyed(office, name), client_of(servers.store)
    places = {
        "evidence/PGD-1/": name == "intake",
        "evidence/quarantine/": name == "intake",
        "documents/PGD-1/": name == "intake",
        "archive/PGD-1/": name == "registry",
        "archive/audit-anchors/": name == "registry",
        **{f"documents/{folder}": name == owner for owner, folder in OWN_FOLDER.items()},
    }
    source = CopySource("evidence", "PGD-1/source")
    admin.put_object("evidence", "PGD-1/source", _bytes(), 1)
    for place, may in places.items():
        bucket, _, folder = place.partition("/")
        key = f"{folder}hak-{name}"
        marks = place == "evidence/quarantine/"  # whoever finds malware marks it; nobody else takes a mark away
        assert allowed(client.put_object, bucket, key, _bytes(), 1) == (may or marks), place
        admin.put_object(bucket, key, _bytes(), 1)
        assert allowed(client.stat_object, bucket, key) == (bucket != "archive" or name == "registry"), place
        assert allowed(client.copy_object, bucket, f"{key}-2", source) == (may or marks), place
        assert allowed(client.remove_object, bucket, key) == may, place
        for gone in (key, f"{key}-2"):
            admin.remove_object(bucket, gone)


@pytest.mark.parametrize("name", SERVICES)
def test_ways_around_are_closed(office: TestOffice, servers: Servers, name: str) -> None:
    client, admin = keyed(office, name), client_of(servers.store)
    owner = "letters" if name != "letters" else "review"
    admin.put_object("documents", f"{owner}/surat", _bytes(), 1)
    archived = CopySource("archive", "rahasia")
    admin.put_object("archive", "rahasia", _bytes(), 1)
    if name != "registry":
        assert not allowed(client.copy_object, "documents", f"{OWN_FOLDER.get(name, '')}x", archived)
        assert not allowed(lambda: list(client.list_objects("archive")))
    for forbidden in (
        client.list_buckets,
        lambda: client.make_bucket("baru"),
        lambda: client.remove_bucket("archive"),
        lambda: list(client.remove_objects("documents", [DeleteObject(f"{owner}/surat")])),
        lambda: client.get_bucket_versioning("documents"),
    ):
        assert not allowed(forbidden)
    assert admin.stat_object("documents", f"{owner}/surat").size == 1
    admin.remove_object("documents", f"{owner}/surat")
    admin.remove_object("archive", "rahasia")


def test_the_stores_own_interface_gives_a_key_no_more(office: TestOffice) -> None:
    settings = office.settings["intake"]
    connection = http.client.HTTPConnection(urlsplit(settings.s3_endpoint).netloc, timeout=5)
    who = {"X-Auth-User": settings.s3_access_key, "X-Auth-Key": settings.s3_secret_key.get_secret_value()}
    for header in ({}, {"Authorization": "junk"}, {"Authorization": f"AWS {settings.s3_access_key}:junk"}):
        connection.request("GET", "/auth/v1.0", headers=who | header)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == http.client.FORBIDDEN
        assert answer.getheader("X-Auth-Token") is None


@pytest.mark.parametrize(
    ("environ", "keys"),
    [
        (
            {"HTTP_AUTHORIZATION": "AWS4-HMAC-SHA256 Credential=sigap:a/2026/x/s3/aws4_request, Signature=s"},
            {"sigap:a"},
        ),
        ({"HTTP_AUTHORIZATION": "AWS sigap:a:signature"}, {"sigap:a"}),
        ({"QUERY_STRING": "X-Amz-Credential=sigap:a/2026/x&X-Amz-Signature=s"}, {"sigap:a"}),
        ({"HTTP_AUTHORIZATION": "AWS sigap:a:s", "QUERY_STRING": "AWSAccessKeyId=sigap:b"}, {"sigap:a", "sigap:b"}),
        ({}, set()),
    ],
)
def test_a_request_that_names_two_keys_is_seen(environ: dict[str, str], keys: set[str]) -> None:
    assert access_keys(environ) == keys


def test_a_wrong_key_reads_as_a_store_that_does_not_answer(office: TestOffice) -> None:
    with pytest.raises(Unavailable):
        office.service("review").store.put_bytes("archive", "x", b"x", "text/plain")


def test_an_installation_of_earlier_data_gets_what_it_lacks(tmp_path: Path) -> None:
    file = kept_secrets.file_in(tmp_path)
    before = {
        "secret_key": "s" * 64,
        "database": {"staff": "x"},
        "field_keys": "f",
        "index_key": "i",
        "seal_passphrase": "p",
    }
    kept_secrets.write(file, before)
    after = keep_secrets(tmp_path)
    for name, value in before.items():
        first = str(after[name]).split(",")[0] if name in {"field_keys", "index_key"} else after[name]
        assert first == value, name
    for owner, keys in after["keys"].items():  # a key of its own before the one that all had
        assert {value.split(",")[1] for value in keys.values()} <= {"f", "i"}, owner
    assert (set(after["broker"]), set(after["task_keys"])) == (set(USERS), set(EVERY))
    assert set(after["lesser_roles"]) == set(LESSER)
    assert after["unsigned_tasks"] == "accept", "processes of before may still run"
    assert keep_secrets(tmp_path / "new")["unsigned_tasks"] == "refuse"
    assert json.loads(file.read_text()) == after == keep_secrets(tmp_path)


def allowed(try_it: Callable[..., object], *words: object) -> bool:
    """Whether the store lets it happen; any other trouble is raised."""
    try:
        try_it(*words)
    except S3Error as error:
        if error.code != "AccessDenied":
            raise
        return False
    return True


def _bytes() -> io.BytesIO:
    return io.BytesIO(b"1")


@pytest.mark.parametrize("name", [*SERVICES, "sign-in"])
def test_a_part_counts_its_own_throttles_and_fills_nobody_elses(
    processes: dict[str, dict[str, str]], name: str
) -> None:
    """Before, they lay together: a stolen service let a thief guess on, or kept the Camat from signing in."""
    with redis.Redis.from_url(processes[name]["SIGAP_LIMITS_URL"], socket_timeout=2) as client:
        assert client.incr(f"LIMITS:{name}:x")
        assert client.delete(f"LIMITS:{name}:x")
        for other in {*SERVICES, "sign-in", "LIMITER"} - {name}:
            for reach in (client.incr, client.delete, client.get):
                with pytest.raises(NoPermissionError):
                    reach(f"LIMITS:{other}:x")
