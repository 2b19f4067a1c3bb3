"""Who stays as long as the office and only watches it holds no library for what it does not do."""

from __future__ import annotations

import subprocess
import sys

from deploy.local.run import ROOT

# What `make run` has loaded when everything is up: its own modules, and those that they load on the way.
WATCHES = (
    "deploy.up",
    "deploy.kind",
    "deploy.names",
    *(f"deploy.local.{name}" for name in ("prepared", "product", "servers", "supervisor")),
)
HEAVY = {"alembic", "celery", "flask", "marshmallow", "minio", "psycopg", "pydantic", "redis", "sqlalchemy", "typer"}
HEAVY |= {"urllib3", "valkey"}
SAYS = "import importlib, sys; [importlib.import_module(n) for n in sys.argv[1:]]; print(*sys.modules, sep='\\n')"


def test_the_runner_loads_no_library_of_what_it_starts() -> None:
    said = subprocess.run([sys.executable, "-c", SAYS, *WATCHES], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(said.stdout.split())
    assert "deploy.local.supervisor" in loaded
    assert not loaded & HEAVY
