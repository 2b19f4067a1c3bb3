"""Alembic environment of every schema: the caller gives a connection whose search_path is the schema's."""

from __future__ import annotations

from alembic import context

config = context.config
context.configure(
    connection=config.attributes["connection"],
    target_metadata=config.attributes["metadata"],
    compare_server_default=False,
    include_name=config.attributes.get("include"),
)
with context.begin_transaction():
    context.run_migrations()
