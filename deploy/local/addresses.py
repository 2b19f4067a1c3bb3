"""Where the three servers are, ours or outside ones, as the set-up is told it (``deploy/setup.py``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from deploy.local.errors import ServerError
from deploy.local.objectstore import USERS, ObjectStore
from deploy.local.postgres import Postgres
from deploy.local.server import Server
from deploy.local.valkey import Valkey

DATABASE = "SIGAP_ADMIN_DATABASE_URL"
BROKER = "SIGAP_BROKER_URL"
STORE = "SIGAP_S3_ENDPOINT"
STORE_KEYS = ("SIGAP_S3_ACCESS_KEY", "SIGAP_S3_SECRET_KEY")
SERVICE_KEYS = tuple(f"{name}_{user.upper().replace('-', '_')}" for user in USERS for name in STORE_KEYS)


def check(environ: Mapping[str, str]) -> None:
    """Raises ServerError where an outside object store is named without its keys."""
    if environ.get(STORE) and not all(environ.get(name) for name in STORE_KEYS):
        raise ServerError(f"{STORE} names an object store, so {' and '.join(STORE_KEYS)} have to be set too.")


def of(servers: Iterable[Server], environ: Mapping[str, str], run: Path) -> dict[str, str]:
    """Addresses and secrets of all: what the environment names, and of the servers that we started."""
    known = (DATABASE, BROKER, STORE, *STORE_KEYS, *SERVICE_KEYS)
    env = {name: environ[name] for name in known if name in environ}
    for server in servers:
        env |= _of(server, environ.get("SIGAP_OFFICE_SLUG", ""))
    env["SIGAP_SESSION_URL"] = environ.get("SIGAP_SESSION_URL") or _database_one(env[BROKER])
    env["SIGAP_RUN_DIR"] = str(run)
    return env


def _of(server: Server, slug: str) -> dict[str, str]:
    if isinstance(server, Postgres):
        return {DATABASE: server.dsn(driver="+psycopg")}
    if isinstance(server, Valkey):
        return {BROKER: server.url()}
    assert isinstance(server, ObjectStore)
    return {STORE: server.endpoint} | keys_of(server, slug)


def keys_of(server: ObjectStore, slug: str) -> dict[str, str]:
    """An office's keys to our object store: the set-up's, and each service's."""
    keys = [part for key in server.keys_of(slug).values() for part in key]
    return dict(zip((*STORE_KEYS, *SERVICE_KEYS), (*server.key_of(slug), *keys), strict=True))


def _database_one(broker: str) -> str:
    """The same Redis, database 1: sessions must not share a database with queues that get purged."""
    return urlunsplit(urlsplit(broker)._replace(path="/1"))
