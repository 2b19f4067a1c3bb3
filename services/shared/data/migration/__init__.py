"""Runs and writes the migrations of a schema: a chain of its own, and one for each part that several schemas share.

A chain lies in the folder ``migrations`` beside its tables. To Alembic the chains of a schema are branches of one
history: ``alembic_version`` has a row for each (docs/decisions/0023).
"""

from __future__ import annotations

import importlib
import os
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, text

from services.shared.config.processes import SCHEMAS

HERE = Path(__file__).parent
PARTS = {  # a shared part → the module of its tables
    "trail": "services.shared.audit.trail",
    "jobs": "services.shared.jobs.tables",
    "handoffs": "services.handoffs.tables",
    "notices": "services.shared.notices.tables",
    "files": "services.shared.files.brought",
    "conflicts": "services.shared.rights.barring",
}


@dataclass(frozen=True)
class Chain:
    """The migrations in one folder, and the tables that they make. A part's revisions bear its name: ``trail_0001``."""

    folder: Path
    metadatas: tuple[MetaData, ...]
    part: str = ""

    def revision(self, number: int) -> str:
        """The name of the migration with this number."""
        return f"{self.part}_{number:04d}" if self.part else f"{number:04d}"

    @property
    def length(self) -> int:
        """How many migrations there are; they are numbered from 1."""
        return len(list(self.folder.glob("[0-9]*.py")))

    @property
    def tables(self) -> frozenset[str]:
        """The names of its tables."""
        return frozenset(name for metadata in self.metadatas for name in metadata.tables)


def upgrade(connection: Connection, schema: str) -> bool:
    """Bring one schema to the newest version; False where it is newer than the code, and is left as it is.

    So a release that has to be taken back runs again on the newer tables: a release only adds (operations/upgrade.md).
    """
    if beyond(schema, versions(connection, schema)):
        return False
    command.upgrade(_config(connection, schema), "heads")
    return True


def versions(connection: Connection, schema: str) -> set[str]:
    """The versions that a schema in the database is at; empty where nothing was migrated yet."""
    connection.execute(text(f'set search_path to "{schema}", public'))
    there = connection.execute(text(f"select to_regclass('\"{schema}\".alembic_version')")).scalar()
    found = set(connection.execute(text("select version_num from alembic_version")).scalars()) if there else set()
    connection.commit()
    return found


def beyond(schema: str, found: set[str]) -> set[str]:
    """Those versions that the code does not know: a later release made them."""
    return found - {chain.revision(number) for chain in chains(schema) for number in range(1, chain.length + 1)}


def write(connection: Connection, schema: str, message: str, part: str = "") -> None:
    """Write a new migration from the difference between the tables in code and in the database (developers).

    It goes into the schema's own chain, or into that of a shared ``part``.
    """
    known = {chain.part: chain for chain in chains(schema)}
    chain, others = known.pop(part), {name for chain in known.values() for name in chain.tables}
    config = _config(connection, schema)
    config.attributes["metadata"] = list(chain.metadatas)
    config.attributes["include"] = lambda name, kind, _: kind != "table" or name not in others
    config.set_main_option("file_template", f"{chain.length + 1:04d}_%%(slug)s")
    head, number = chain.revision(chain.length), chain.revision(chain.length + 1)
    command.revision(config, message, True, head=head, version_path=str(chain.folder), rev_id=number)


def differences(connection: Connection, schema: str) -> list[Any]:
    """What the schema's tables in the database lack of the tables in code, or have too much; empty when equal."""
    connection.execute(text(f'set search_path to "{schema}", public'))
    connection.dialect.default_schema_name = schema
    context = MigrationContext.configure(connection, opts={"compare_server_default": False})
    return list(compare_metadata(context, list(_tables(schema).METADATAS)))  # type: ignore[arg-type]  # takes several


def newest(schema: str) -> set[str]:
    """The versions that the code of a schema is at: one for each of its chains."""
    return {chain.revision(chain.length) for chain in chains(schema)}


def chains(schema: str) -> list[Chain]:
    """The schema's own chain, and those of the shared parts whose tables it has."""
    metadatas: tuple[MetaData, ...] = _tables(schema).METADATAS
    parts = [(part, importlib.import_module(name)) for part, name in PARTS.items()]
    shared = [_chain(module, (module.METADATA,), part) for part, module in parts if module.METADATA in metadatas]
    own = tuple(one for one in metadatas if all(one not in chain.metadatas for chain in shared))
    return [_chain(importlib.import_module(SCHEMAS[schema]), own), *shared]


def append_only(schema: str) -> tuple[str, ...]:
    """Tables of a schema that its own role may neither change nor delete from."""
    return getattr(_tables(schema), "APPEND_ONLY", ())


def _tables(schema: str) -> ModuleType:
    return importlib.import_module(f"{SCHEMAS[schema]}.tables")


def _chain(module: ModuleType, metadatas: tuple[MetaData, ...], part: str = "") -> Chain:
    return Chain(Path(str(module.__file__)).parent / "migrations", metadatas, part)


def _config(connection: Connection, schema: str) -> Config:
    connection.execute(text(f'set search_path to "{schema}", public'))
    connection.commit()
    connection.dialect.default_schema_name = schema
    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("version_locations", os.pathsep.join(str(chain.folder) for chain in chains(schema)))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["metadata"] = list(_tables(schema).METADATAS)
    return config
