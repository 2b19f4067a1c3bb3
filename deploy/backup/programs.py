"""PostgreSQL's own programs, run against a database: pg_dump, pg_restore, psql."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import make_url

from deploy.errors import Told
from deploy.local.errors import ServerError
from deploy.local.postgres import binaries


class DumpFailed(Told):
    """pg_dump or pg_restore did not succeed; the message is its own."""


def run(admin_url: str, command: list[str], stdin: IO[bytes] | None = None, stdout: IO[bytes] | None = None) -> None:
    env, program = env_of(admin_url), program_of(command)
    done = subprocess.run(program, env=env, stdin=stdin, stdout=stdout, stderr=subprocess.PIPE, check=False)
    check(command[0], done.returncode, done.stderr)


@contextmanager
def piped(admin_url: str, command: list[str]) -> Iterator[IO[bytes]]:
    """What a program writes, while it writes it: nothing lies on a disk between.

    Raises:
        DumpFailed: at its end, when all was read; what was made of it until then is none.
    """
    env = env_of(admin_url)
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(program_of(command), env=env, stdout=subprocess.PIPE, stderr=said) as running:
            assert running.stdout is not None
            yield running.stdout  # who stops reading stops it, too
        said.seek(0)
        check(command[0], running.returncode, said.read())


def check(program: str, code: int, said: bytes) -> None:
    if code != 0:
        raise DumpFailed(f"{program}: {said.decode(errors='replace').strip()[-500:]}")


def env_of(admin_url: str) -> dict[str, str]:
    url = make_url(admin_url)
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "PGHOST": str(url.host),
        "PGPORT": str(url.port or 5432),
        "PGUSER": str(url.username),
        "PGPASSWORD": str(url.password or ""),
        "PGDATABASE": str(url.database),
    }


def program_of(command: list[str]) -> list[str]:
    return [_program(command[0]), *command[1:]]


def _program(name: str) -> str:
    """PostgreSQL's own program: the one that came with us, else the machine's newest. Raises DumpFailed."""
    try:
        return str(binaries() / name)
    except ServerError:
        debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
        found = str(debian[-1]) if debian else shutil.which(name)
    if found is None:
        raise DumpFailed(f"{name} is not on this machine: install PostgreSQL's client programs.")
    return found
