"""Sets up PostgreSQL: the database, one schema and one login role per service, migrations, rights.

A service's role may use its own schema only, makes no tables, and may only add to append-only tables. Processes that
need less have a role with less: its rights are a file of its name, ``deploy/rights/….sql``.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, make_url, text
from sqlalchemy.engine import URL

from services.shared.data import migration

DATABASE = "sigap"
STAFF_WORKER, REGISTRY_CHECKS = LESSER = ("staff_worker", "registry_checks")
RIGHTS = Path(__file__).parent / "rights"
EXTENSIONS = ("pg_trgm", "unaccent")


def prepare(admin_url: str, passwords: dict[str, str]) -> dict[str, str]:
    """Create what is missing and migrate every schema; returns the database address of each schema's own role.

    ``passwords`` are of the schemas' names, and of LESSER where those roles are wanted.
    """
    roles(admin_url, passwords)
    address = make_url(admin_url).set(database=DATABASE)
    engine = create_engine(address)
    try:
        for schema in migration.SCHEMAS:
            _prepare_schema(engine, schema)
        for name in _lesser(passwords):
            _grant_less(engine, name)
    finally:
        engine.dispose()
    return {name: _address(address, name, passwords[name]) for name in _names(passwords)}


def roles(admin_url: str, passwords: dict[str, str]) -> None:
    """Create the database, its extensions and the login roles, where missing; no schema (also for restore)."""
    _create_database(admin_url)
    engine = create_engine(make_url(admin_url).set(database=DATABASE))
    try:
        with engine.begin() as connection:
            connection.execute(text(f'revoke all on database "{DATABASE}" from public'))
            for extension in EXTENSIONS:
                connection.execute(text(f'create extension if not exists "{extension}" schema public'))
            for name in _names(passwords):
                _create_role(connection, _role(name), passwords[name])
    finally:
        engine.dispose()


def _prepare_schema(engine: Engine, schema: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(f'create schema if not exists "{schema}"'))
    with engine.connect() as connection:
        migration.upgrade(connection, schema)
        connection.commit()
    with engine.begin() as connection:
        _grant(connection, schema)


def _create_database(admin_url: str | URL) -> None:
    engine = create_engine(
        make_url(admin_url).set(database="postgres"), isolation_level="AUTOCOMMIT"
    )  # is always there
    try:
        with engine.connect() as connection:
            exists = connection.execute(text("select 1 from pg_database where datname = :name"), {"name": DATABASE})
            if exists.first() is None:
                connection.execute(text(f'create database "{DATABASE}"'))
    finally:
        engine.dispose()


def _create_role(connection: Connection, role: str, password: str) -> None:
    exists = connection.execute(text("select 1 from pg_roles where rolname = :role"), {"role": role}).first()
    verb = "alter" if exists else "create"
    quoted = connection.execute(text("select quote_literal(:password)"), {"password": password}).scalar_one()
    connection.exec_driver_sql(f'{verb} role "{role}" login nosuperuser nocreatedb nocreaterole password {quoted}')


def _grant(connection: Connection, schema: str) -> None:
    role = _role(schema)
    for statement in (
        f'grant connect on database "{DATABASE}" to "{role}"',
        f'alter role "{role}" set search_path to "{schema}", public',
        f'grant usage on schema "{schema}" to "{role}"',
        f'grant select, insert, update, delete on all tables in schema "{schema}" to "{role}"',
        f'grant usage, select on all sequences in schema "{schema}" to "{role}"',
        f'revoke insert, update, delete on "{schema}".alembic_version from "{role}"',
        *(f'revoke update, delete, truncate on "{schema}"."{t}" from "{role}"' for t in migration.append_only(schema)),
    ):
        connection.exec_driver_sql(statement)


def _grant_less(engine: Engine, name: str) -> None:
    with engine.begin() as connection:
        for statement in (RIGHTS / f"{name}.sql").read_text().split(";"):
            if statement.strip():
                connection.exec_driver_sql(statement)


def _lesser(passwords: dict[str, str]) -> list[str]:
    return [name for name in LESSER if name in passwords]


def _names(passwords: dict[str, str]) -> list[str]:
    """Whose roles there are: the schemas', and those with less where they are wanted."""
    return [*migration.SCHEMAS, *_lesser(passwords)]


def _role(schema: str) -> str:
    return f"sigap_{schema}"


def _address(admin: URL, schema: str, password: str) -> str:
    return admin.set(username=_role(schema), password=password).render_as_string(hide_password=False)
