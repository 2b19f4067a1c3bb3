"""``sigap migrate``: prepares database, buckets, keys and accounts, and writes each process's settings."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from deploy import settings_files
from deploy.commands.options import DEFAULT_ROOT, Root, fail

Result = TypeVar("Result")


def patiently(attempt: Callable[[], Result], patience: float, pause: float = 3) -> Result:
    """Try again for ``patience`` seconds while a server does not answer: after a power cut one comes up late.

    Raises what the last try raised; what is wrong in itself (settings, a migration) is raised at once.
    """
    from psycopg import OperationalError
    from redis.exceptions import ConnectionError as BrokerAway
    from sqlalchemy.exc import OperationalError as DatabaseAway

    from services.shared.errors import Unavailable

    end = time.monotonic() + patience
    while True:
        try:
            return attempt()
        except (Unavailable, OperationalError, DatabaseAway, BrokerAway) as error:
            if time.monotonic() + pause > end:
                raise
            typer.echo(f"Waiting for a server: {str(error).strip().splitlines()[0][:200]}", err=True)
            time.sleep(pause)


def migrate(
    settings: Root = DEFAULT_ROOT,
    patience: Annotated[float, typer.Option(help="Seconds to wait for servers that come up late.")] = 0,
) -> None:
    """Bring an installation up to this version: database, migrations, buckets, keys, settings. Repeatable."""
    from deploy.names import placed
    from deploy.setup import prepare
    from deploy.setup_settings import from_environment, missing
    from services.shared.errors import Unavailable

    known = settings_files.read(settings, settings_files.ADMIN)
    env = {name: value for name, value in (known | from_environment(os.environ)).items() if value}
    if lacking := missing(env):
        fail(f"these settings are missing: {', '.join(lacking)}")
    env = placed(env)
    Path(env["SIGAP_RUN_DIR"]).mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        processes = patiently(lambda: prepare(env), patience)
    except Unavailable as error:
        fail(f"the object store does not answer ({error})")
    settings_files.write(settings, processes | {settings_files.ADMIN: env})
    typer.echo("Database, buckets, keys and settings are up to date.")
