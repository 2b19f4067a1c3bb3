"""The embedded servers: kept data, refused passwords, kills, and one sentence when something is in the way."""

from __future__ import annotations

import http.client
import json
import os
import signal
import stat
import threading
from pathlib import Path

import psycopg
import pytest
import redis
from minio.commonconfig import GOVERNANCE, CopySource
from minio.error import S3Error
from minio.retention import Retention

from deploy.local.errors import ServerError
from deploy.local.objectstore import PROBE_KEY
from deploy.local.servers import Servers
from services.shared.calendar.clock import now
from tests.local.support import BUCKET, broker, get, occupied, put, read_everywhere, store, write_everywhere


def test_a_second_start_finds_data_passwords_and_ports_again(tmp_path: Path) -> None:
    with Servers(tmp_path / "run", durable=False, environ={}) as servers:
        write_everywhere(servers, "satu")
        before = servers.env()
    with Servers(tmp_path / "run", durable=False, environ={}) as servers:
        assert servers.env() == before
        assert read_everywhere(servers) == ("satu", "satu", "satu", "satu")


def test_after_a_kill_everything_that_was_confirmed_is_there(own: Servers) -> None:
    write_everywhere(own, "dua")
    before = own.env()
    for server in (own.postgres, own.valkey, own.store):
        server.kill()
        assert not server.alive()
    for server in (own.postgres, own.valkey, own.store):
        server.start()
        server.wait_ready()
    assert read_everywhere(own) == ("dua", "dua", "dua", "dua")
    assert own.env() == before


def test_a_server_lives_longer_than_the_thread_that_started_it(own: Servers) -> None:
    own.valkey.stop()
    thread = threading.Thread(target=own.valkey.start)
    thread.start()
    thread.join()
    own.valkey.wait_ready()
    assert broker(own).ping()


def test_a_wrong_password_is_refused_by_all_three(own: Servers) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(own.postgres.dsn().replace(own.postgres.password, "salah"))
    with pytest.raises(redis.AuthenticationError):
        broker(own, "salah").ping()
    with pytest.raises(redis.AuthenticationError):
        broker(own, "").ping()
    with pytest.raises(S3Error) as refused:
        store(own.store, "salah").list_buckets()
    assert refused.value.code == "SignatureDoesNotMatch"


def test_who_watches_a_server_is_told_that_its_password_is_not_the_kept_one(
    own: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own.postgres, "password", "salah")
    monkeypatch.setattr(own.valkey, "password", "salah")
    monkeypatch.setitem(own.store._credentials.users, PROBE_KEY, "salah")
    for server in (own.postgres, own.valkey, own.store):
        with pytest.raises(ServerError, match="refuses the password kept in"):
            server.wait_ready(5)


def test_nobody_gets_at_objects_past_the_password(own: Servers) -> None:
    put(store(own.store), "rahasia", b"x")
    inner = [port for name, port in ports(own).items() if name.startswith("swift-") and name != "swift-proxy"]
    assert len(inner) == 3
    for port, path in [*((port, "/d1/0/AUTH_sigap") for port in inner), (own.store.port, f"/{BUCKET}/rahasia")]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", path)
        assert connection.getresponse().status == http.client.FORBIDDEN
        connection.close()


def test_objects_keep_bytes_type_and_metadata_and_serve_ranges(own: Servers) -> None:
    client = store(own.store)
    data = os.urandom(6 * 1024**2)
    put(client, "foto/ñ 1.jpg", data, content_type="image/jpeg", metadata={"sha256": "abc"}, part_size=5 * 1024**2)
    found = client.stat_object(BUCKET, "foto/ñ 1.jpg")
    assert (found.size, found.content_type) == (len(data), "image/jpeg")
    assert found.metadata is not None
    assert found.metadata["x-amz-meta-sha256"] == "abc"
    assert get(client, "foto/ñ 1.jpg") == data
    across_the_parts = 5 * 1024**2 - 10
    assert get(client, "foto/ñ 1.jpg", offset=across_the_parts, length=20) == data[across_the_parts:][:20]
    client.copy_object(BUCKET, "salinan", CopySource(BUCKET, "foto/ñ 1.jpg"))
    assert get(client, "salinan") == data
    assert "salinan" in [item.object_name for item in client.list_objects(BUCKET)]
    client.remove_object(BUCKET, "salinan")
    with pytest.raises(S3Error, match="NoSuchKey"):
        client.stat_object(BUCKET, "salinan")


def test_what_the_store_cannot_do_is_refused_and_leaves_the_object_alone(own: Servers) -> None:
    client = store(own.store)
    put(client, "asli", b"asli")
    wishes = [
        lambda: client.set_object_retention(BUCKET, "asli", Retention(GOVERNANCE, now())),
        lambda: client.enable_object_legal_hold(BUCKET, "asli"),
        lambda: client.delete_object_tags(BUCKET, "asli"),
        lambda: client.get_bucket_policy(BUCKET),
        lambda: client.make_bucket("terkunci", object_lock=True),
        lambda: put(client, "asli", b"lain", legal_hold=True),
    ]
    for wish in wishes:
        with pytest.raises(S3Error) as refused:
            wish()
        assert (refused.value.code, refused.value.response.status) == ("NotImplemented", 501)
    assert get(client, "asli") == b"asli"


def test_a_frozen_broker_answers_nobody_and_goes_on_when_thawed(own: Servers) -> None:
    own.valkey.freeze()
    with pytest.raises(redis.TimeoutError):
        broker(own).ping()
    own.valkey.thaw()
    assert broker(own).ping()
    said = own.valkey.log.stat().st_size
    own.valkey.freeze()
    own.valkey.stop()
    assert "bye bye" in own.valkey.log.read_text()[said:]  # in order, not by force: it did not sleep through the signal
    own.valkey.start()
    own.valkey.wait_ready()


def test_a_wiped_broker_is_empty_and_at_the_same_address(own: Servers) -> None:
    broker(own).set("pesan", "1")
    address = own.valkey.url()
    own.valkey.wipe_restart()
    assert (own.valkey.url(), broker(own).dbsize()) == (address, 0)


def test_only_the_owner_may_look_into_the_run_folder(own: Servers) -> None:
    run = own.folder.path
    assert not stat.S_IMODE(run.stat().st_mode) & (stat.S_IRWXO | stat.S_IRGRP | stat.S_IWGRP)
    for name in ("secrets.json", "ports.json", "logs/postgres.log", "objects/etc/proxy.conf"):
        assert stat.S_IMODE((run / name).stat().st_mode) == 0o600
    commands = b"".join(path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists())
    assert not [name for name, secret in secrets(own).items() if secret.encode() in commands]


def test_a_taken_port_is_told_in_one_sentence_and_nothing_stays_half_started(tmp_path: Path) -> None:
    run = tmp_path / "run"
    with Servers(run, durable=False, environ={}) as servers:
        broken = servers.valkey
        broken.stop()
        with occupied() as port:
            broken.port = port
            broken.start()
            with pytest.raises(ServerError, match=r"Valkey \(the broker\) ended at its start(.|\n)*in use"):
                broken.wait_ready()
        assert servers.postgres.alive()


def test_when_one_server_cannot_start_the_others_are_stopped(tmp_path: Path) -> None:
    run = tmp_path / "run"
    servers = Servers(run, durable=False, environ={})
    servers.folder.open()
    (run / "postgres").write_text("not a folder")
    servers.folder.close()
    with pytest.raises(ServerError, match="PostgreSQL"):
        servers.start()
    for server in (servers.postgres, servers.valkey, servers.store):
        assert not server.alive()
    assert servers.folder.owner() is None


def test_outside_servers_are_used_and_ours_not_started(tmp_path: Path) -> None:
    outside = {
        "SIGAP_ADMIN_DATABASE_URL": "postgresql+psycopg://a:b@db.example/sigap",
        "SIGAP_BROKER_URL": "redis://:x@redis.example:6379/0",
        "SIGAP_S3_ENDPOINT": "https://s3.example",
        "SIGAP_S3_ACCESS_KEY": "k",
        "SIGAP_S3_SECRET_KEY": "s",
    }
    with Servers(tmp_path / "run", environ=outside) as servers:
        env = servers.env()
        with pytest.raises(ServerError, match="PostgreSQL is not ours"):
            _ = servers.postgres
    assert outside.items() <= env.items()
    assert env["SIGAP_SESSION_URL"] == "redis://:x@redis.example:6379/1"
    del outside["SIGAP_S3_SECRET_KEY"]
    with pytest.raises(ServerError, match="SIGAP_S3_SECRET_KEY"):
        Servers(tmp_path / "run", environ=outside).start()


def ports(servers: Servers) -> dict[str, int]:
    return dict(json.loads((servers.folder.path / "ports.json").read_text()))


def secrets(servers: Servers) -> dict[str, str]:
    return dict(json.loads((servers.folder.path / "secrets.json").read_text()))


def test_a_server_that_ends_is_started_again_with_its_data_and_its_users(own: Servers) -> None:
    write_everywhere(own, "empat")
    users = own.valkey.folder.path / "broker" / "users.acl"
    before = users.read_text()
    own.valkey._signal_family(signal.SIGKILL)
    assert own.valkey._process is not None
    own.valkey._process.wait()
    own.mend()
    own.valkey.wait_ready()
    rows, *others = read_everywhere(own)
    assert (rows.split()[-1], others) == ("empat", ["empat"] * 3)
    assert users.read_text() == before
