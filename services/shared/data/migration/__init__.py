"""Runs and writes the migrations of one schema; each service keeps its own under ``migrations/``."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, text

HERE = Path(__file__).parent
SCHEMAS = {
    "staff": "services.shared.staff",
    "intake": "services.intake",
    "review": "services.review",
    "letters": "services.letters",
    "registry": "services.registry",
}


def upgrade(connection: Connection, schema: str) -> None:
    """Bring one schema to the newest version."""
    command.upgrade(_config(connection, schema), "head")


def write(connection: Connection, schema: str, message: str) -> None:
    """Write a new migration from the difference between the tables in code and in the database (developers)."""
    number = len(list(_folder(schema).glob("[0-9]*.py"))) + 1
    command.revision(_config(connection, schema), message, autogenerate=True, rev_id=f"{number:04d}")


def differences(connection: Connection, schema: str) -> list[Any]:
    """What the schema's tables in the database lack of the tables in code, or have too much; empty when equal."""
    connection.execute(text(f'set search_path to "{schema}", public'))
    connection.dialect.default_schema_name = schema
    tables = importlib.import_module(f"{SCHEMAS[schema]}.tables")
    context = MigrationContext.configure(connection, opts={"compare_server_default": False})
    return list(compare_metadata(context, list(tables.METADATAS)))  # type: ignore[arg-type]  # Alembic takes several


def newest(schema: str) -> str:
    """The version that the code of a schema is at."""
    return max(file.name[:4] for file in _folder(schema).glob("[0-9]*.py"))


def append_only(schema: str) -> tuple[str, ...]:
    """Tables of a schema that its own role may neither change nor delete from."""
    tables = importlib.import_module(f"{SCHEMAS[schema]}.tables")
    return getattr(tables, "APPEND_ONLY", ())


def _folder(schema: str) -> Path:
    return HERE.parents[2] / ("shared/staff" if schema == "staff" else schema) / "migrations"


def _config(connection: Connection, schema: str) -> Config:
    tables = importlib.import_module(f"{SCHEMAS[schema]}.tables")
    connection.execute(text(f'set search_path to "{schema}", public'))
    connection.commit()
    connection.dialect.default_schema_name = schema
    config = Config()
    config.set_main_option("script_location", str(HERE))
    folder = _folder(schema)
    folder.mkdir(exist_ok=True)
    config.set_main_option("version_locations", str(folder))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    metadatas: tuple[MetaData, ...] = tables.METADATAS
    config.attributes["metadata"] = list(metadatas)
    return config
