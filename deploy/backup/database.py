"""The database's part: one snapshot over all schemas, dumped by pg_dump, with a fingerprint of every table."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from deploy.backup.programs import piped, run
from services.shared.config.processes import SCHEMAS

WHOLE_OR_NOTHING = ["psql", "-X", "-q", "-o", "/dev/null", "--single-transaction", "-v", "ON_ERROR_STOP=1"]
# The fingerprint does not depend on the rows' order and needs no memory: a sum of 64-bit hashes of the rows' text.
FINGERPRINT = sql.SQL(
    "select count(*)::text, coalesce(sum(('x' || substr(md5(t::text), 1, 16))::bit(64)::bigint::numeric), 0)::text"
    " from {table} t"
)


def connect(admin_url: str) -> psycopg.Connection[tuple[str, ...]]:
    """A connection of the superuser."""
    return psycopg.connect(make_url(admin_url).set(drivername="postgresql").render_as_string(hide_password=False))


@contextmanager
def snapshot(admin_url: str) -> Iterator[tuple[psycopg.Connection[tuple[str, ...]], str]]:
    """A read-only transaction and the name under which pg_dump sees exactly the same."""
    with connect(admin_url) as connection:
        connection.execute("begin isolation level repeatable read read only")
        row = connection.execute("select pg_export_snapshot()").fetchone()
        assert row is not None
        yield connection, row[0]


@contextmanager
def dump(admin_url: str, snapshot_name: str) -> Iterator[BinaryIO]:
    """The five schemas as of the snapshot, as pg_dump writes them: nothing lies on a disk between.

    Raises:
        DumpFailed: at its end, when all was read; what was made of it until then is none.
    """
    schemas = [f"--schema={schema}" for schema in SCHEMAS]
    command = ["pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot_name}", *schemas]
    with piped(admin_url, command) as dumped:
        yield cast(BinaryIO, dumped)


def restore(admin_url: str, file: Path) -> None:
    """Put a dump into a database that has none of the schemas; all or nothing. Raises DumpFailed.

    By way of psql: pg_restore itself begins with a setting that servers before PostgreSQL 17 do not know.
    """
    with tempfile.TemporaryFile(dir=file.parent) as script, tempfile.TemporaryFile(dir=file.parent) as known:
        run(admin_url, ["pg_restore", "--no-owner", "--file=-", str(file)], stdout=script)
        script.seek(0)
        known.writelines(_for_any_version(script))
        known.seek(0)
        run(admin_url, WHOLE_OR_NOTHING, stdin=known)


def _for_any_version(script: Iterable[bytes]) -> Iterator[bytes]:
    """The script's head without what is a newer server's; its rows stay as they are."""
    head = True
    for line in script:
        head = head and not line.startswith(b"CREATE ")
        if not (head and line.startswith(b"SET transaction_timeout")):
            yield line


def fingerprints(connection: psycopg.Connection[tuple[str, ...]]) -> dict[str, list[str]]:
    """``schema.table`` → [number of rows, fingerprint], over all five schemas."""
    names = connection.execute(
        "select schemaname, tablename from pg_tables where schemaname = any(%s) order by 1, 2",
        [list(SCHEMAS)],
    ).fetchall()
    found = {}
    for schema, table in names:
        row = connection.execute(FINGERPRINT.format(table=sql.Identifier(schema, table))).fetchone()
        assert row is not None
        found[f"{schema}.{table}"] = list(row)
    return found


def versions(connection: psycopg.Connection[tuple[str, ...]]) -> dict[str, str]:
    """The migrations each schema is at, one for each of its chains."""
    found = {}
    for schema in SCHEMAS:
        query = sql.SQL("select version_num from {} order by 1").format(sql.Identifier(schema, "alembic_version"))
        found[schema] = ", ".join(row[0] for row in connection.execute(query))
    return found


def is_empty(admin_url: str) -> bool:
    """Whether none of the five schemas is there, or no such database."""
    wanted = make_url(admin_url)
    with connect(wanted.set(database="postgres").render_as_string(hide_password=False)) as server:
        if not server.execute("select 1 from pg_database where datname = %s", [wanted.database]).fetchone():
            return True
    with connect(admin_url) as connection:
        found = connection.execute("select 1 from pg_namespace where nspname = any(%s)", [list(SCHEMAS)])
        return found.fetchone() is None
