"""Sets up PostgreSQL: the database, one schema and one login role per service, migrations, rights.

A service's role may use its own schema only, makes no tables, and may only add to append-only tables. Processes that
need less have a role with less: its rights are a file of its name, ``deploy/rights/….sql``.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, make_url, text
from sqlalchemy.engine import URL

from deploy.engines import engine_of
from deploy.names import Names
from services.shared.config.processes import SCHEMAS
from services.shared.data import migration

STAFF_PAGES, STAFF_WORKER, REGISTRY_CHECKS = LESSER = ("staff_pages", "staff_worker", "registry_checks")
RIGHTS = Path(__file__).parent / "rights"
EXTENSIONS = ("pg_trgm", "unaccent")


def prepare(admin_url: str, passwords: dict[str, str], names: Names | None = None) -> dict[str, str]:
    """Create what is missing and migrate every schema; returns the database address of each schema's own role.

    ``passwords`` are of the schemas' names, and of LESSER where those roles are wanted.
    """
    names = names or Names()
    roles(admin_url, passwords, names)
    address = make_url(admin_url).set(database=names.database)
    with engine_of(address) as engine:
        for schema in SCHEMAS:
            _prepare_schema(engine, schema, names)
        for name in _lesser(passwords):
            _grant_less(engine, name, names)
    return {name: _address(address, names.role(name), passwords[name]) for name in _wanted(passwords)}


def roles(admin_url: str, passwords: dict[str, str], names: Names | None = None) -> None:
    """Create the database, its extensions and the login roles, where missing; no schema (also for restore)."""
    names = names or Names()
    _create_database(admin_url, names.database)
    address = make_url(admin_url).set(database=names.database)
    with engine_of(address) as engine, engine.begin() as connection:
        connection.execute(text(f'revoke all on database "{names.database}" from public'))
        for extension in EXTENSIONS:
            connection.execute(text(f'create extension if not exists "{extension}" schema public'))
        for name in _wanted(passwords):
            _create_role(connection, names.role(name), passwords[name])


def _prepare_schema(engine: Engine, schema: str, names: Names) -> None:
    with engine.begin() as connection:
        connection.execute(text(f'create schema if not exists "{schema}"'))
    with engine.connect() as connection:
        migration.upgrade(connection, schema)
        connection.commit()
    with engine.begin() as connection:
        _grant(connection, schema, names)


def _create_database(admin_url: str | URL, name: str) -> None:
    always_there = make_url(admin_url).set(database="postgres")
    with engine_of(always_there, isolation_level="AUTOCOMMIT") as engine, engine.connect() as connection:
        exists = connection.execute(text("select 1 from pg_database where datname = :name"), {"name": name})
        if exists.first() is None:
            connection.execute(text(f'create database "{name}"'))


def _create_role(connection: Connection, role: str, password: str) -> None:
    exists = connection.execute(text("select 1 from pg_roles where rolname = :role"), {"role": role}).first()
    verb = "alter" if exists else "create"
    quoted = connection.execute(text("select quote_literal(:password)"), {"password": password}).scalar_one()
    connection.exec_driver_sql(f'{verb} role "{role}" login nosuperuser nocreatedb nocreaterole password {quoted}')


def _grant(connection: Connection, schema: str, names: Names) -> None:
    role = names.role(schema)
    for statement in (
        f'grant connect on database "{names.database}" to "{role}"',
        f'alter role "{role}" set search_path to "{schema}", public',
        f'grant usage on schema "{schema}" to "{role}"',
        f'grant select, insert, update, delete on all tables in schema "{schema}" to "{role}"',
        f'grant usage, select on all sequences in schema "{schema}" to "{role}"',
        f'grant execute on all functions in schema "{schema}" to "{role}"',
        f'revoke insert, update, delete on "{schema}".alembic_version from "{role}"',
        *(f'revoke update, delete, truncate on "{schema}"."{t}" from "{role}"' for t in migration.append_only(schema)),
    ):
        connection.exec_driver_sql(statement)


def _grant_less(engine: Engine, name: str, names: Names) -> None:
    with engine.begin() as connection:
        for statement in names.in_rights((RIGHTS / f"{name}.sql").read_text()).split(";"):
            if statement.strip():
                connection.exec_driver_sql(statement)


def _lesser(passwords: dict[str, str]) -> list[str]:
    return [name for name in LESSER if name in passwords]


def _wanted(passwords: dict[str, str]) -> list[str]:
    """Whose roles there are: the schemas', and those with less where they are wanted."""
    return [*SCHEMAS, *_lesser(passwords)]


def _address(admin: URL, role: str, password: str) -> str:
    return admin.set(username=role, password=password).render_as_string(hide_password=False)
