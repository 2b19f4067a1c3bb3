"""``sigap migrate``: prepares database, buckets, keys and accounts, and writes each process's settings."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import typer

from deploy import settings_files
from deploy.commands.options import DEFAULT_ROOT, Root, fail
from deploy.local.commands import SERVICES

# Secrets that come as files, so that no password stands in a compose file or in an environment.
FROM_FILES = (
    *("ADMIN_DATABASE_PASSWORD", "BROKER_PASSWORD", "BROKER_SCALER_PASSWORD", "METRICS_TOKEN", "S3_SECRET_KEY"),
    *(f"S3_SECRET_KEY_{service.upper()}" for service in SERVICES),
)
NEEDED = ("RUN_DIR", "ADMIN_DATABASE_URL", "BROKER_URL", "S3_ENDPOINT", "S3_ACCESS_KEY", "S3_SECRET_KEY", "PUBLIC_URL")


def migrate(settings: Root = DEFAULT_ROOT) -> None:
    """Bring an installation up to this version: database, migrations, buckets, keys, settings. Repeatable."""
    from deploy.broker import BrokerRefuses
    from deploy.setup import prepare
    from services.shared.errors import Unavailable

    known = settings_files.read(settings, settings_files.ADMIN)
    env = known | from_environment(os.environ)
    missing = [f"SIGAP_{name}" for name in NEEDED if not env.get(f"SIGAP_{name}")]
    if missing:
        fail(f"these settings are missing: {', '.join(missing)}")
    Path(env["SIGAP_RUN_DIR"]).mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        processes = prepare(env)
    except Unavailable as error:
        fail(f"the object store does not answer ({error})")
    except BrokerRefuses as error:
        fail(str(error))
    settings_files.write(settings, processes | {settings_files.ADMIN: env})
    typer.echo("Database, buckets, keys and settings are up to date.")


def from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The set-up's environment from ours: secrets read from their files, passwords put into the addresses.

    Raises:
        OSError: a file that is named cannot be read.
    """
    env = {name: value for name, value in environ.items() if name.startswith("SIGAP_")}
    for name in FROM_FILES:
        if file := env.pop(f"SIGAP_{name}_FILE", ""):
            env[f"SIGAP_{name}"] = Path(file).read_text().strip()
    if password := env.pop("SIGAP_ADMIN_DATABASE_PASSWORD", ""):
        env["SIGAP_ADMIN_DATABASE_URL"] = _with(env["SIGAP_ADMIN_DATABASE_URL"], password)
    if password := env.pop("SIGAP_BROKER_PASSWORD", ""):
        env["SIGAP_BROKER_URL"] = _with(env["SIGAP_BROKER_URL"], password)
        env.setdefault("SIGAP_SESSION_URL", urlunsplit(urlsplit(env["SIGAP_BROKER_URL"])._replace(path="/1")))
    return env


def _with(address: str, password: str) -> str:
    """An address with a password in it: ``redis://host/0`` → ``redis://:secret@host/0``."""
    parts = urlsplit(address)
    user = parts.username or ""
    place = f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)
    return urlunsplit(parts._replace(netloc=f"{user}:{quote(password, safe='')}@{place}"))
