"""Fills the tables of an office with a thousand cases like some that it has, by SQL: what its lists look like then.

A row is copied with what must differ: the case's number, whatever is unique, and what refers to that. Triggers and
foreign keys are off meanwhile; the chains of such an office do not hold any more, so it is good for looking at alone.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from sqlalchemy import Connection, create_engine, text

from services.handoffs.contract import SERVICES

APART = {"audit", "look", "outbox", "inbox", "outbox_archive", "inbox_archive", "sequence", "notice"}
FAR = 1_000_000  # between the numbers of one copy and the next
COLUMNS = """select table_name, column_name, data_type, is_generated from information_schema.columns
             where table_schema = :schema order by table_name, ordinal_position"""
UNIQUE = """select c.relname, array_agg(a.attname::text) from pg_index i
            join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
            where i.indisunique and n.nspname = :schema group by i.indexrelid, c.relname"""
REFERS = """select c.relname, a.attname::text, t.relname, b.attname::text from pg_constraint k
            join pg_class c on c.oid = k.conrelid join pg_class t on t.oid = k.confrelid
            join pg_namespace n on n.oid = c.relnamespace
            join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
            join pg_attribute b on b.attrelid = t.oid and b.attnum = k.confkey[1]
            where k.contype = 'f' and n.nspname = :schema"""


@dataclass
class Shape:
    """A schema's tables: their columns with types, what must differ in a copy, and what refers to it."""

    columns: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    differs: set[tuple[str, str]] = field(default_factory=set)

    @classmethod
    def of(cls, line: Connection, schema: str) -> Shape:
        """As the catalogue says."""
        shape = cls()
        for table, column, kind, generated in line.execute(text(COLUMNS), {"schema": schema}):
            if generated != "ALWAYS":
                shape.columns[table][column] = kind
        for table, names in line.execute(text(UNIQUE), {"schema": schema}):
            shape._must_differ(table, names)
        refers = line.execute(text(REFERS), {"schema": schema}).all()
        for _ in refers:
            shape.differs |= {(table, name) for table, name, *to in refers if (to[0], to[1]) in shape.differs}
        return shape

    def _must_differ(self, table: str, names: list[str]) -> None:
        kinds = self.columns.get(table, {})
        if "case_no" in names or any(kinds.get(name) == "uuid" for name in names):
            return  # it does by that
        self.differs |= {(table, name) for name in names if name != "year"}

    def copied(self, table: str, column: str) -> str:
        """The SQL of a copy's value; ``g`` is the number of the copy."""
        name, kind = f't."{column}"', self.columns[table][column]
        if column == "case_no":
            return "'KMB-2031-' || lpad((g * 100 + t.nth)::text, 6, '0')"
        if kind == "uuid":
            return f"md5({name}::text || g)::uuid"
        if (table, column) not in self.differs:
            return name
        if column.endswith("hash"):
            return f"md5({name} || g) || md5(g || {name})"
        return f"{name} + g * {FAR}" if kind in {"integer", "bigint"} else f"{name} || '.' || g"


def fill(admin: str, copies: int) -> None:
    """Each service's newest case of each state, so many times more; as many notices in each bell."""
    engine = create_engine(admin)
    with engine.begin() as line:
        line.execute(text("set local session_replication_role = replica"))
        line.execute(text("set local work_mem = '64MB'"))
        for schema in SERVICES:
            _fill(line, schema, copies)
        line.execute(
            text(
                """insert into staff.bell_notice (id, username, service, kind, text, link, at)
                select gen_random_uuid(), a.username, 'intake', 'reminder',
                'Batas waktu 24 November 2026: berkas KMB-2031-' || lpad(g::text, 6, '0') || ' belum diteruskan',
                '/intake/book', now() - g * interval '1 hour' from staff.account a, generate_series(1, :n) g"""
            ),
            {"n": copies * 4},
        )
    engine.dispose()


STATES = {"intake": "complaint", "review": "cases", "letters": "letter", "registry": "archive_case"}


def _fill(line: Connection, schema: str, copies: int) -> None:
    shape = Shape.of(line, schema)
    newest = f'select state, max(case_no) as case_no from {schema}."{STATES[schema]}" group by state'
    line.execute(text(f"create temp table picked as select case_no, row_number() over () as nth from ({newest})"))
    for table, columns in shape.columns.items():
        if "case_no" not in columns or table in APART:
            continue
        names = ", ".join(f'"{name}"' for name in columns)
        values = ", ".join(shape.copied(table, name) for name in columns)
        rows = f'select o.*, picked.nth from {schema}."{table}" o join picked on picked.case_no = o.case_no'
        into = f'insert into {schema}."{table}" ({names}) overriding system value'
        line.execute(text(f"{into} select {values} from ({rows}) t, generate_series(1, {copies}) g"))
    line.execute(text("drop table picked"))
