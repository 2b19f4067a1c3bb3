"""The schema of an API answer made from a table: what a row looks like outside follows from its columns."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from marshmallow import Schema, fields

from services.shared.data.database import Base

KINDS: tuple[tuple[type[sa.types.TypeEngine[Any]], type[fields.Field]], ...] = (
    (sa.Boolean, fields.Boolean),
    (sa.Integer, fields.Integer),
    (sa.DateTime, fields.AwareDateTime),
    (sa.Date, fields.Date),
    (sa.Uuid, fields.UUID),
    (sa.String, fields.String),
)


def field_of(table: type[Base], name: str) -> fields.Field:
    """The field that shows a column."""
    column = table.__table__.columns[name]
    assert isinstance(column, sa.Column)
    if isinstance(column.type, sa.ARRAY):
        return fields.List(fields.String(), allow_none=column.nullable)
    kind = next((field for of, field in KINDS if isinstance(column.type, of)), fields.Raw)  # Raw: JSON
    return kind(allow_none=column.nullable)


def row_schema(table: type[Base], *without: str, **more: fields.Field) -> type[Schema]:
    """A schema with a field for each column of a table but those named, and ``more``."""
    columns = {name: field_of(table, name) for name in table.__table__.columns.keys() if name not in without}  # noqa: SIM118
    return Schema.from_dict({**columns, **more}, name=f"{table.__name__}Row")
