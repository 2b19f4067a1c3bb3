"""Walking a hash chain: the audit trail's, the register book's. Each row's hash covers the hash before it."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

GENESIS = "0" * 64  # what the first row names as the hash before it


def digest(row: dict[str, Any]) -> str:
    """SHA-256 over a book's row and the hash before it, all but its own (canonical JSON, times as seconds)."""
    content = {name: _plain(value) for name, value in row.items() if name != "hash"}
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def broken(session: Session, table: Table, digest: Callable[[dict[str, Any]], str]) -> list[int]:
    """Positions at which a table's chain is broken (changed, removed, inserted or reordered); empty when sound.

    The table has columns position (1, 2, 3 …), previous_hash and hash. Rows are streamed: memory stays flat.
    """
    return list(breaks(_rows(session, table), digest))


def breaks(rows: Iterable[dict[str, Any]], digest: Callable[[dict[str, Any]], str]) -> Iterator[int]:
    """The positions at which rows in the chain's order do not continue it."""
    previous, expected = GENESIS, 1
    for row in rows:
        if row["position"] != expected or row["previous_hash"] != previous or digest(row) != row["hash"]:
            yield row["position"]
        previous, expected = row["hash"], row["position"] + 1


def _rows(session: Session, table: Table) -> Iterator[dict[str, Any]]:
    result = session.execute(select(table).order_by(table.c.position).execution_options(yield_per=1000))
    return (dict(row._mapping) for row in result)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, date | uuid.UUID):
        return str(value)
    return value
