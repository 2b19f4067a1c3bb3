"""Schemas of API answers made from tables: what a row looks like outside follows from its columns.

A class says what stands in no table, and ``shows`` adds the columns::

    @shows(Case, "case_no", "version", "deadline")
    class LineAnswer(Schema):
        \"\"\"A case as a line of a list.\"\"\"

        state_label = fields.String()
        files = many(FileAnswer)
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import sqlalchemy as sa
from marshmallow import Schema, fields

KINDS: tuple[tuple[type[sa.types.TypeEngine[Any]], type[fields.Field]], ...] = (
    (sa.Boolean, fields.Boolean),
    (sa.Integer, fields.Integer),
    (sa.DateTime, fields.AwareDateTime),
    (sa.Date, fields.Date),
    (sa.Uuid, fields.UUID),
    (sa.String, fields.String),
)
Table = Any  # a class of the service's ``tables``, or a plain ``sqlalchemy.Table``


def shows(
    table: Table,
    *names: str,
    without: Collection[str] = (),
    notes: Mapping[str, str] | None = None,
    more: Mapping[str, fields.Field] | None = None,
) -> Callable[[type[Schema]], type[Schema]]:
    """The schema with a field more for each of these columns (all where none is named, but those in ``without``).

    ``notes`` describe columns in the API document; ``more`` are further fields that are made of tables.
    """
    columns = _columns(table)
    wanted = names or [name for name in columns if name not in without]
    found = {name: _field(columns[name], (notes or {}).get(name, "")) for name in wanted} | dict(more or {})

    def extend(schema: type[Schema]) -> type[Schema]:
        own = schema().fields  # what the class says itself, stays
        told = {"__doc__": schema.__doc__, "__module__": schema.__module__}
        return type(schema.__name__, (schema,), told | {name: found[name] for name in found if name not in own})

    return extend


def row_schema(table: Table, *without: str, **more: fields.Field) -> type[Schema]:
    """A schema with a field for each column of a table but those named, and ``more``."""
    columns = {name: _field(column) for name, column in _columns(table).items() if name not in without}
    return Schema.from_dict({**columns, **more}, name=f"{table.__name__}Row")


def anything() -> fields.Raw:
    """A value of JSON of whatever kind, said so in the document."""
    kinds = ["string", "number", "boolean", "array", "object"]
    return fields.Raw(allow_none=True, metadata={"type": kinds, "items": {"type": [*kinds, "null"]}})


def many(schema: type[Schema]) -> fields.List:
    """A list of what a schema describes."""
    return fields.List(fields.Nested(schema))


def _columns(table: Table) -> dict[str, sa.Column[Any]]:
    whole: Any = getattr(table, "__table__", table)
    return {column.key: column for column in whole.columns}


def _field(column: sa.Column[Any], note: str = "") -> fields.Field:
    said: dict[str, Any] = {"allow_none": column.nullable} | ({"metadata": {"description": note}} if note else {})
    if isinstance(column.type, sa.ARRAY):
        return fields.List(fields.String(), **said)
    kind = next((field for of, field in KINDS if isinstance(column.type, of)), fields.Raw)  # Raw: JSON
    return kind(**said)
