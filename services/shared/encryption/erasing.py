"""Erasing what rows say about people: every text goes, except in columns that are named as harmless.

What is not named is erased, so a column that somebody adds later is erased too. Keys, states, hashes and times stay:
they are the tombstone. Rows are never deleted, so that nothing that points at them breaks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import ColumnElement, MetaData, String, Table, case, cast, null, select, update
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR
from sqlalchemy.orm import Session

ERASED = "(dihapus)"
STAFF = frozenset({"by", "by_name", "added_by", "last_verb", "last_actor", "clerk", "clerk_name"})
FILE = frozenset({"id", "bucket", "key", "sha256", "size", "content_type", "role", "origin", "added_at", "at"})
_HARMLESS = STAFF | FILE | {"case_no", "state", "kind", "style", "type", "step"}


def erase_case(session: Session, metadata: MetaData, case_no: str, keep: Mapping[str, Collection[str]]) -> None:
    """Erase the rows of every table that has a ``case_no``; ``keep`` names harmless columns by table, ``*`` for all."""
    for table in metadata.sorted_tables:
        if "case_no" in table.c and "*" not in keep.get(table.name, ()):
            erase(session, table, table.c.case_no == case_no, keep.get(table.name, ()))


def erase(session: Session, table: Table, where: ColumnElement[bool], keep: Collection[str] = ()) -> None:
    """Erase the rows of one table; see the module. Columns that a check holds to a list of words stay."""
    session.flush()
    columns = [column for column in table.c if _speaks(table, column, keep)]
    plain = {column.name: _emptied(column) for column in columns if not isinstance(column.type, JSONB)}
    if plain:
        session.execute(update(table).where(where).values(plain))
    if documents := [column for column in columns if isinstance(column.type, JSONB)]:
        _erase_documents(session, table, where, documents)
    session.expire_all()


def without_words(value: Any, name: str = "") -> Any:
    """A JSON value of the same shape whose texts are erased, except under harmless names."""
    if isinstance(value, dict):
        return {key: without_words(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [without_words(item, name) for item in value]
    return ERASED if isinstance(value, str) and value and name not in _HARMLESS else value


def _speaks(table: Table, column: Any, keep: Collection[str]) -> bool:
    if column.primary_key or column.foreign_keys or column.name in keep or column.name in _HARMLESS:
        return False
    if column.computed is not None or not isinstance(column.type, String | JSONB | ARRAY | TSVECTOR):
        return False
    listed = re.compile(rf"\b{column.name} in \(")
    return not any(listed.search(str(getattr(check, "sqltext", ""))) for check in table.constraints)


def _emptied(column: Any) -> Any:
    if isinstance(column.type, ARRAY):
        return []
    if isinstance(column.type, TSVECTOR):
        return cast("", TSVECTOR)
    return null() if column.nullable else case((column == "", ""), else_=ERASED)


def _erase_documents(session: Session, table: Table, where: ColumnElement[bool], columns: list[Any]) -> None:
    keys = list(table.primary_key.columns)
    for row in session.execute(select(*keys, *columns).where(where)).all():
        same = [key == getattr(row, key.name) for key in keys]
        values = {column.name: without_words(getattr(row, column.name)) for column in columns}
        session.execute(update(table).where(*same).values({n: null() if v is None else v for n, v in values.items()}))
