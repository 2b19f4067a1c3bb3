"""How many statements a service sends to PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from services.shared.unit_of_work import Service


@contextmanager
def statements(service: Service) -> Iterator[list[str]]:
    """The statements that the service sends while the block runs."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(service.database.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(service.database.engine, "before_cursor_execute", note)
