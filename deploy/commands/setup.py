"""``sigap migrate``: prepares database, buckets, keys and accounts, and writes each process's settings."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from deploy import settings_files
from deploy.commands.options import DEFAULT_ROOT, Root, fail


def migrate(settings: Root = DEFAULT_ROOT) -> None:
    """Bring an installation up to this version: database, migrations, buckets, keys, settings. Repeatable."""
    from deploy.setup import prepare
    from deploy.setup_settings import from_environment, missing
    from services.shared.errors import Unavailable

    known = settings_files.read(settings, settings_files.ADMIN)
    env = {name: value for name, value in (known | from_environment(os.environ)).items() if value}
    if lacking := missing(env):
        fail(f"these settings are missing: {', '.join(lacking)}")
    Path(env["SIGAP_RUN_DIR"]).mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        processes = prepare(env)
    except Unavailable as error:
        fail(f"the object store does not answer ({error})")
    settings_files.write(settings, processes | {settings_files.ADMIN: env})
    typer.echo("Database, buckets, keys and settings are up to date.")
