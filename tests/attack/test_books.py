"""Whoever owns the database rewrites the office's books: a changed line and a cut-off end are found, by the anchors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.orm import Session

from deploy.commands.audit import problems_of
from deploy.local.servers import Servers
from services.registry.actions import anchoring
from services.registry.queries.chains import CHAINS
from services.shared.data.database import Database
from services.shared.rights.people import SYSTEM
from tests.support.office import TestOffice
from tests.support.registry import LetterUnderTest

BOOKS = {"register": ("register_book", "summary = 'lain'"), "agenda": ("agenda_book", "entered_by = 'lain'")}
LAST = "(select max(position) from registry.{table})"


class Rewritten:
    """The registry's database as its owner leaves it; what they did is taken back afterwards."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """As ``Database``."""
        yield Session(self._connection)


@pytest.fixture(scope="module")
def anchored(office: TestOffice) -> TestOffice:
    """An office with a numbered letter, whose books were anchored."""
    letter = LetterUnderTest(office)
    letter.do("record-register")
    letter.do("assign-number")
    with office.worker("registry").work(SYSTEM) as work:
        assert {"register", "agenda", "packages"} <= {*CHAINS}
        assert "agenda sampai baris" in anchoring.anchor_own(work)
    return office


@pytest.mark.parametrize("book", BOOKS)
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("", ""),
        ("update registry.{table} set {changed} where position = {last}", "the chain is broken at 1 positions"),
        ("delete from registry.{table} where position = {last}", "the rows up to there are gone"),
        ("update registry.{table} set hash = repeat('a', 64) where position = {last}", "has another hash"),
    ],
)
def test_a_rewritten_book_is_found(anchored: TestOffice, servers: Servers, book: str, change: str, said: str) -> None:
    table, changed = BOOKS[book]
    owner = create_engine(make_url(servers.env()["SIGAP_ADMIN_DATABASE_URL"]).set(database="sigap"))
    with owner.connect() as connection, connection.begin() as transaction:
        connection.execute(text("set search_path to registry; set session_replication_role to replica"))
        if change:
            connection.execute(text(change.format(table=table, changed=changed, last=LAST.format(table=table))))
        database: Any = Rewritten(connection)
        found = problems_of(book, cast(Database, database), anchored.settings["registry"])
        transaction.rollback()
    owner.dispose()
    assert any(said in problem for problem in found) if said else found == []
