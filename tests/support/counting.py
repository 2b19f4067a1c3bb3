"""How many statements a service, or a request, sends to PostgreSQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from flask import g, has_request_context, request
from sqlalchemy import Engine, event

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


@contextmanager
def by_route() -> Iterator[dict[str, int]]:
    """The most statements that a request of each route sent, to whichever schema, while the block runs."""
    most: dict[str, int] = Counter()

    def note(*_: object) -> None:
        if has_request_context() and request.endpoint:
            g.statements = g.get("statements", 0) + 1
            route = f"{request.path.split('/')[1]} {request.endpoint}"
            most[route] = max(most[route], g.statements)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield most
    finally:
        event.remove(Engine, "before_cursor_execute", note)
