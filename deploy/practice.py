"""Before a real office is opened: everything that was practised goes, once, after two people wanted it.

What is emptied is said by what stays, so a table that is made tomorrow is emptied, too. All four schemas are emptied in
one transaction: no service sees a half of it. Accounts, settings, keys, office file and what waits from paper stay.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import redis
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from deploy.engines import engine_of
from deploy.names import Names
from deploy.practice_wish import wished
from services.handoffs.contract import SERVICES
from services.registry.queries.chains import CHAINS
from services.shared.audit import trail
from services.shared.jobs.worker import queues
from services.shared.staff.administration import OPERATOR
from services.shared.storage.object_store import ObjectStore

STAYS_ALWAYS = frozenset({"timed_job", "heartbeat"})
STAYS = {
    "intake": {"first_day", "paper_import", "practice"},
    "review": set[str](),
    "letters": {"template", "added_classification"},
    "registry": {"added_classification", "number_block"},
}
GOES_OF_STAFF = ("look", "bell_notice", "alert", "draft", "session")
TABLES = text("select tablename from pg_tables where schemaname = :schema order by tablename")
GUARD = text(
    "insert into staff.look (subject, hour, actor, service, what, at, actor_name, roles, address)"
    " values ('first-day', date_trunc('hour', cast(:now as timestamptz)), :by, 'intake', 'practice', :now, :name,"
    " '', '')"
)
TOLD = "Data latihan dihapus sebelum kantor dibuka: diminta {asked_by_name}, disetujui {confirmed_by_name}"


@dataclass(frozen=True)
class Cleared:
    """How much went: rows by schema, and objects."""

    rows: int
    objects: int


def clear(
    admin_url: str, store: ObjectStore, broker_url: str, names: Names, spool: Path, backup: str, now: datetime
) -> Cleared:
    """Empty everything; ``backup`` names the one that holds it. What breaks off before the end is begun anew.

    Raises:
        NotCleared: see ``practice_wish.wished``. Unavailable: the store does not answer, or locks what must go; nothing
            of the database is emptied then.
    """
    with engine_of(admin_url) as engine, engine.begin() as connection:
        # Rows first: what is wrong with them is known while the files are there.
        rows = _empty(connection, wished(connection, now), backup, now)
        objects = sum(_emptied(store, bucket) for bucket in store.buckets)
        _forget_tasks(broker_url, names)
        _forget_uploads(spool)
    return Cleared(rows, objects)


def _empty(connection: Connection, wish: dict[str, Any], backup: str, now: datetime) -> int:
    ends, tables = _ends(connection), _tables(connection)
    rows = sum(connection.execute(text(f"select count(*) from {table}")).scalar_one() for table in tables)  # noqa: S608
    connection.execute(text(f"truncate {', '.join(tables)} restart identity"))
    connection.execute(GUARD, {"now": now, "by": wish["confirmed_by"], "name": wish["confirmed_by_name"]})
    connection.execute(text("update intake.practice set cleared_at = :now"), {"now": now})
    about = {"ends": ends, "backup": backup, "asked_by": wish["asked_by"], "confirmed_by": wish["confirmed_by"]}
    for schema in ("staff", *SERVICES):
        _use(connection, schema)
        with Session(connection, join_transaction_mode="rollback_only") as session:
            trail.append(session, [_line(wish, about, now)])
            session.commit()  # of the session alone: the connection's transaction goes on
    return rows


def _line(wish: dict[str, Any], about: dict[str, Any], now: datetime) -> trail.Entry:
    """What each trail says of it."""
    return trail.Entry(
        at=now, actor=OPERATOR.username, actor_name=OPERATOR.name, address=OPERATOR.address, verb="clear_practice",
        subject="first-day", note=TOLD.format(**wish), story=False, correlation_id="", details=about,
    )  # fmt: skip


def _tables(connection: Connection) -> list[str]:
    found = [f"staff.{name}" for name in GOES_OF_STAFF]
    for schema, stays in STAYS.items():
        for name in connection.execute(TABLES, {"schema": schema}).scalars():
            if name not in STAYS_ALWAYS | stays and not name.startswith("alembic_version"):
                found.append(f'{schema}."{name}"')
    return found


def _ends(connection: Connection) -> dict[str, list[Any]]:
    """Position and hash at which each chain of the practice ends: what the backup's chains are compared with."""
    chained = {schema: f"{schema}.audit" for schema in SERVICES}
    chained |= {name: f"registry.{chain.table.name}" for name, chain in CHAINS.items()}
    ends = {}
    for name, table in chained.items():
        newest = text(f"select position, hash from {table} order by position desc limit 1")  # noqa: S608
        if row := connection.execute(newest).first():
            ends[name] = [row.position, row.hash]
    return ends


def _use(connection: Connection, schema: str) -> None:
    connection.execute(text(f'set local search_path to "{schema}", public'))


def _emptied(store: ObjectStore, bucket: str) -> int:
    """Every folder of a bucket; anchors and tombstones of practice among them, for its numbers are given again."""
    folders = {key.split("/", 1)[0] + "/" for key in store.keys(bucket, "")}
    return sum(store.destroy(bucket, folder) for folder in sorted(folders))


def _forget_uploads(spool: Path) -> None:
    for file in spool.rglob("*"):
        if file.is_file():
            file.unlink()


def _forget_tasks(broker_url: str, names: Names) -> None:
    """Messages of practice that lie in the queues would bring its cases back."""
    with redis.Redis.from_url(broker_url, socket_timeout=5) as client:
        for name in SERVICES:
            kept = (*queues(name), f"{name}.unacked", f"{name}.unacked_index")
            client.delete(*(f"{names.broker_prefix}{key}" for key in kept))
