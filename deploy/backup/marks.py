"""A restore that came to no end is told from an office: the database bears a mark while it is filled."""

from __future__ import annotations

from psycopg import sql

from deploy.backup.database import connect
from services.shared.config.processes import SCHEMAS

MARK = "sigap_restore_under_way"  # a schema of its own: there only while a restore fills the database


def is_marked(admin_url: str) -> bool:
    """Whether a restore into this database has begun and come to no end."""
    with connect(admin_url) as connection:
        return connection.execute("select 1 from pg_namespace where nspname = %s", [MARK]).fetchone() is not None


def mark(admin_url: str) -> None:
    """Begin a restore: set the mark; what an earlier one left that bears it goes. Raises psycopg.Error."""
    with connect(admin_url) as connection:
        if connection.execute("select 1 from pg_namespace where nspname = %s", [MARK]).fetchone():
            for schema in SCHEMAS:
                connection.execute(sql.SQL("drop schema if exists {} cascade").format(sql.Identifier(schema)))
        connection.execute(sql.SQL("create schema if not exists {}").format(sql.Identifier(MARK)))


def unmark(admin_url: str) -> None:
    """The restore has come to its end: this is an office now."""
    with connect(admin_url) as connection:
        connection.execute(sql.SQL("drop schema if exists {}").format(sql.Identifier(MARK)))
