"""The connection pool: a line that the server has ended is replaced, unseen by whoever asks next."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from deploy.local.servers import Servers
from services.shared.data.database import Database
from services.shared.errors import Unavailable
from tests.support.office import TestOffice


@pytest.fixture
def database(office: TestOffice) -> Database:
    return Database(office.settings["intake"].database_url, pool_size=2)


def _backend(database: Database) -> int:
    with database.looking() as db:
        return int(db.execute(text("select pg_backend_pid()")).scalar_one())


def test_a_line_that_the_server_ended_is_replaced(database: Database, servers: Servers) -> None:
    before = _backend(database)
    assert _backend(database) == before, "kept in the pool"
    admin = Database(servers.env()["SIGAP_ADMIN_DATABASE_URL"])
    with admin.looking() as db:
        db.execute(text("select pg_terminate_backend(:pid, 5000)"), {"pid": before})
    assert _backend(database) != before
    with database.transaction() as session:
        assert session.execute(text("select 1")).scalar_one() == 1
    admin.dispose()
    database.dispose()


def test_what_stands_alone_is_committed_at_once(database: Database) -> None:
    with database.looking() as db:
        ids = [db.execute(text("select pg_current_xact_id()::text")).scalar_one() for _ in range(2)]
    assert ids[0] != ids[1]
    with database.transaction() as session:
        ids = [session.execute(text("select pg_current_xact_id()::text")).scalar_one() for _ in range(2)]
    assert ids[0] == ids[1], "the same connection, given back, opens transactions again"
    database.dispose()


def test_a_server_that_is_not_there_is_a_sentence() -> None:
    nowhere = Database("postgresql+psycopg://sigap:x@127.0.0.1:1/sigap")
    for ask in (nowhere.looking, nowhere.transaction):
        with pytest.raises(Unavailable, match="Basis data"), ask() as db:
            db.execute(text("select 1"))
