"""Developers' command: write a migration from the difference between tables in code and in a fresh database.

``python -m deploy.migrate intake "message"`` starts a throw-away PostgreSQL, applies what there is, and compares. The
name of a shared part (trail, jobs, handoffs, notices) instead of a service's writes into that part's chain.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from sqlalchemy import text

from deploy.engines import engine_of
from deploy.local.servers import Servers
from services.shared.data import migration

# Only a database is needed: of the other two servers nobody asks anything.
NOBODY = {
    "SIGAP_BROKER_URL": "redis://unused:1/0",
    "SIGAP_S3_ENDPOINT": "http://unused",
    "SIGAP_S3_ACCESS_KEY": "-",
    "SIGAP_S3_SECRET_KEY": "-",
}


def main(name: str, message: str) -> None:
    """Write the next migration of a schema, or of a shared part, for which any service's tables do."""
    schema, part = ("intake", name) if name in migration.PARTS else (name, "")
    with (
        tempfile.TemporaryDirectory() as folder,
        Servers(Path(folder) / "run", durable=False, environ=NOBODY) as servers,
    ):
        address = servers.env()["SIGAP_ADMIN_DATABASE_URL"]
        with engine_of(address) as engine, engine.connect() as connection:
            connection.execute(text(f'create schema "{schema}"'))
            connection.execute(text("create extension if not exists pg_trgm schema public"))
            connection.commit()
            migration.upgrade(connection, schema)
            migration.write(connection, schema, message, part)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
