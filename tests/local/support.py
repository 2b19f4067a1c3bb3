"""What the tests of the local runner ask of servers: a row, a key, an object; and processes that must be gone."""

from __future__ import annotations

import io
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import redis
import urllib3
from minio import Minio
from redis.backoff import NoBackoff
from redis.retry import Retry

from deploy.local.objectstore import ObjectStore
from deploy.local.servers import Servers

BUCKET = "evidence"


def broker(servers: Servers, password: str | None = None) -> redis.Redis:
    """A client that gives up after a second."""
    secret = servers.valkey.password if password is None else password
    once = Retry(NoBackoff(), 0)
    return redis.Redis(
        port=servers.valkey.port, password=secret, socket_timeout=1, socket_connect_timeout=1, retry=once
    )


def store(of: ObjectStore, secret: str | None = None) -> Minio:
    """A client that does not try again."""
    return Minio(
        of.endpoint.removeprefix("http://"),
        access_key=of.access_key,
        secret_key=of.secret_key if secret is None else secret,
        secure=False,
        region="us-east-1",
        http_client=urllib3.PoolManager(retries=False, timeout=10),
    )


def put(client: Minio, key: str, data: bytes, **more: object) -> None:
    """Put an object, in a bucket that is created where missing."""
    if not client.bucket_exists(BUCKET):
        client.make_bucket(BUCKET)
    client.put_object(BUCKET, key, io.BytesIO(data), len(data), **more)  # type: ignore[arg-type]


def get(client: Minio, key: str, offset: int = 0, length: int = 0) -> bytes:
    """An object's bytes, or ``length`` of them from ``offset``."""
    response = client.get_object(BUCKET, key, offset=offset, length=length)
    try:
        return response.data
    finally:
        response.close()
        response.release_conn()


def write_everywhere(servers: Servers, word: str) -> None:
    """Leave ``word`` in all three servers."""
    with psycopg.connect(servers.postgres.dsn()) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS word (word text)")
        connection.execute("INSERT INTO word VALUES (%s)", [word])
    broker(servers).set("word", word)
    put(store(servers.store), "word", word.encode(), metadata={"word": word})


def read_everywhere(servers: Servers) -> tuple[str, str, str, str]:
    """What database, broker, object and the object's metadata hold."""
    with psycopg.connect(servers.postgres.dsn()) as connection:
        row = connection.execute("SELECT string_agg(word, ' ') FROM word").fetchone()
    assert row is not None
    client = store(servers.store)
    about = client.stat_object(BUCKET, "word").metadata
    assert about is not None
    return row[0], broker(servers).get("word").decode(), get(client, "word").decode(), about["x-amz-meta-word"]  # type: ignore[union-attr]


@contextmanager
def occupied() -> Iterator[int]:
    """A loopback port on which another program listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]
