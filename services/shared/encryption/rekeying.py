"""A change of keys: what is stored under older keys is encrypted and indexed anew under the first one.

It runs beside the office at work, row by row in short transactions: older keys still read what is not done yet. Broken
off, it is simply run again: what is under the first key already is left alone. A row is locked while it is looked at,
so that nothing that a clerk saves meanwhile is overwritten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Row, select, tuple_, update
from sqlalchemy.orm import Session

from services.shared.data.database import Database
from services.shared.encryption.vault import Unreadable, Vault

AT_ONCE = 200  # rows of one transaction: some ten milliseconds
Index = Callable[[Row[Any], Vault], str | None]


@dataclass(frozen=True)
class Encrypted:
    """The columns of one table that depend on keys: encrypted ``tokens``, and ``indices`` with what makes them anew.

    ``only``: the rows that are under these keys, where others of the table are under another's.
    """

    table: FromClause
    tokens: tuple[str, ...] = ()
    indices: Mapping[str, Index] = field(default_factory=dict)
    only: ColumnElement[bool] | None = None


@dataclass
class Count:
    """How many rows were looked at, how many were (or are) under an older key, and which no key opens."""

    rows: int = 0
    old: int = 0
    unreadable: list[str] = field(default_factory=list)

    def add(self, other: Count) -> None:
        """Count another part, too."""
        self.rows += other.rows
        self.old += other.old
        self.unreadable += other.unreadable


def rekey(
    database: Database, vault: Vault, kept: Encrypted, *, change: bool = True, at_once: int = AT_ONCE
) -> Iterator[Count]:
    """Bring one table under the first keys, a part after the other, each committed; without ``change`` only count."""
    last: Sequence[Any] | None = None
    while True:
        with database.transaction() as session:
            found = _part(session, kept, last, at_once, lock=change)
            count = _one_part(session, vault, kept, found, change=change)
        yield count
        if len(found) < at_once:
            return
        last = [getattr(found[-1], key.name) for key in kept.table.primary_key]


def _part(
    session: Session, kept: Encrypted, last: Sequence[Any] | None, at_once: int, *, lock: bool
) -> Sequence[Row[Any]]:
    keys = list(kept.table.primary_key)
    columns = [kept.table.c[name] for name in (*kept.tokens, *kept.indices)]
    statement = select(*keys, *columns).order_by(*keys).limit(at_once)
    if kept.only is not None:
        statement = statement.where(kept.only)
    if last is not None:
        statement = statement.where(tuple_(*keys) > tuple_(*last))
    return session.execute(statement.with_for_update() if lock else statement).all()


def _one_part(session: Session, vault: Vault, kept: Encrypted, found: Sequence[Row[Any]], *, change: bool) -> Count:
    count = Count(rows=len(found))
    for row in found:
        keys = {key.name: getattr(row, key.name) for key in kept.table.primary_key}
        try:
            values = _anew(row, vault, kept)
        except Unreadable:
            count.unreadable.append(f"{kept.table.name} {', '.join(map(str, keys.values()))}")  # type: ignore[attr-defined]
            continue
        if values:
            count.old += 1
            if change:
                session.execute(update(kept.table).filter_by(**keys).values(values))  # type: ignore[arg-type]
    return count


def _anew(row: Row[Any], vault: Vault, kept: Encrypted) -> dict[str, Any]:
    """What has to be written anew in a row; nothing for one that is under the first keys."""
    values: dict[str, Any] = {}
    for name in kept.tokens:
        token = getattr(row, name)
        if token is not None and not vault.is_newest(token):
            values[name] = vault.rotate(token)
    for name, index in kept.indices.items():
        if (wanted := index(row, vault)) != getattr(row, name):
            values[name] = wanted
    return values
