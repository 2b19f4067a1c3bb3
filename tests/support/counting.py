"""How many statements a service sends to PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from services.shared.data.database import Database
from services.shared.unit_of_work import Service


@contextmanager
def statements(asked: Service | Database) -> Iterator[list[str]]:
    """The statements that the service, or a connection to one schema, sends while the block runs."""
    engine = asked.engine if isinstance(asked, Database) else asked.database.engine
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
