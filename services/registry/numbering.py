"""Gapless running numbers: a counter row per kind and year, locked until the transaction ends."""

from __future__ import annotations

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.registry.tables import Counter


def next_number(session: Session, name: str, year: int) -> int:
    """The next number of this kind in this year, from 1. A rollback gives it back: no gap, no repeat."""
    statement = (
        insert(Counter)
        .values(name=name, year=year, last=1)
        .on_conflict_do_update(index_elements=["name", "year"], set_={"last": Counter.last + 1})
        .returning(Counter.last)
    )
    with session.no_autoflush:  # the row that gets the number is not complete without it
        return session.execute(statement).scalar_one()
