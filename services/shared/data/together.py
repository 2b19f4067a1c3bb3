"""Several small lists about one thing by one question: a row of JSON, made into the rows that they are.

A page of a case shows a dozen lists, and most of what such a list costs is the asking: compiling, sending, waiting,
describing columns. What comes back is for showing only: the rows belong to no session, and nothing that is set on them
is written. Who may see the thing is settled before: as every list is asked by the thing's own key, no row of another
thing is among them, and the filter for conflicts of interest (``rights/barring.py``) has nothing to take out.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ARRAY, Select, func, inspect, literal, select, types
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.orm import Mapper, Session
from sqlalchemy.sql.selectable import CompoundSelect
from sqlalchemy.types import TypeDecorator, TypeEngine

Rows = dict[str, list[Any]]
_AS_THEY_ARE = (str, int, bool)  # what JSON says as Python does
_READ: dict[type, Callable[[str], Any]] = {
    uuid.UUID: uuid.UUID, datetime: datetime.fromisoformat, date: date.fromisoformat,
}  # fmt: skip


class Together:
    """``parts``: a name → what is asked, of one mapped class (its rows come as such) or of columns (as dictionaries).

    Raises:
        TypeError: a part has a column that JSON would not bring whole, or a class that leads to other rows.
    """

    def __init__(self, parts: Mapping[str, Select[Any] | CompoundSelect[Any]]) -> None:
        self.parts = parts
        self._made = {name: _maker(part) for name, part in parts.items()}
        said = []
        for name, part in parts.items():
            rows = part.subquery()
            listed = select(func.coalesce(func.json_agg(rows.table_valued()), literal([], JSON))).scalar_subquery()
            said += [literal(name), listed]
        self._asked = select(func.json_build_object(*said, type_=JSON))

    def ask(self, session: Session, values: Mapping[str, Any]) -> Rows:
        """Every part's rows, in its own order; what the session has not written yet is written first."""
        session.flush()
        found = session.connection().execute(self._asked, values).scalar_one()
        return {name: [make(row) for row in found[name]] for name, make in self._made.items()}


def _maker(part: Select[Any] | CompoundSelect[Any]) -> Callable[[dict[str, Any]], Any]:
    described = part.column_descriptions if isinstance(part, Select) else []
    kind = described[0].get("entity") if len(described) == 1 else None
    mapper: Mapper[Any] | None = inspect(kind) if kind is not None and described[0]["expr"] is kind else None
    read = {column.name: _reader(column.type) for column in part.selected_columns}
    if mapper is None:
        return lambda row: {name: read[name](value) for name, value in row.items()}
    if mapper.relationships:
        raise TypeError(f"{kind} leads to other rows, which would not be there")
    names = {column.name: mapper.get_property_by_column(column).key for column in mapper.local_table.columns}
    new = mapper.class_manager.new_instance

    def make(row: dict[str, Any]) -> Any:
        instance = new()
        instance.__dict__.update({names[name]: read[name](value) for name, value in row.items()})
        return instance

    return make


def _reader(kind: TypeEngine[Any]) -> Callable[[Any], Any]:
    """What makes of a value in JSON the one that the column would give."""
    plain = kind.item_type if isinstance(kind, ARRAY) else kind
    if isinstance(plain, TypeDecorator):
        raise TypeError(f"{plain!r} reads its values itself")
    if isinstance(plain, types.JSON):
        return lambda value: value
    read = _READ.get(plain.python_type)
    if read is None and plain.python_type not in _AS_THEY_ARE:
        raise TypeError(f"JSON does not bring {plain!r} whole")
    if read is None:
        return lambda value: value
    if isinstance(kind, ARRAY):
        return lambda value: value and [read(one) for one in value]
    return lambda value: None if value is None else read(value)
