"""The set-up in a fork of its own: what it loads, and the superuser's passwords, end with it.

The file that it shares with the runner holds the set-up's environment at first, and what came of it afterwards.
"""

from __future__ import annotations

import importlib.util
import json
import os
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deploy.local.banner import Account
from deploy.local.errors import ServerError
from deploy.local.forking import SHARED_FILE
from deploy.local.preloaded import Preloaded

COMMAND = ("python", "-m", "deploy.local.prepared")


def prepare(preloaded: Preloaded, env: Mapping[str, str], log: Path) -> tuple[dict[str, dict[str, str]], list[Account]]:
    """``deploy.setup.prepare`` in a fork: each process's environment, and the accounts to show.

    Raises:
        ServerError: it failed; ``log`` has the details.
    """
    shared = os.memfd_create("set-up")
    try:
        _write(shared, env)
        code = preloaded.start(COMMAND, env=os.environ, log=log, shared=shared).wait()
        found = _read(shared)
    finally:
        os.close(shared)
    if code or "envs" not in found:
        raise ServerError(f"The set-up failed: {found.get('failed', f'exit code {code}')} (details in {log}).")
    return found["envs"], [(user, password, role) for user, password, role in found["accounts"]]


def main() -> int:
    """The fork."""
    from deploy import setup

    env = _read(SHARED_FILE)
    try:
        _earlier_year(env)
        done = {"envs": setup.prepare(env), "accounts": setup.accounts(env)}
    except Exception as error:
        traceback.print_exc()
        _write(SHARED_FILE, {"failed": str(error)})
        return 1
    _write(SHARED_FILE, done)
    return 0


def _earlier_year(env: Mapping[str, str]) -> None:
    """A new demonstration begins with a year behind it, where one is shipped."""
    if env.get("SIGAP_DEMO") != "1" or importlib.util.find_spec("deploy.demo") is None:
        return
    from deploy.demo import year

    if not year.wanted(env):
        return
    try:
        done = year.bring(env)
    except year.NoYear as error:  # nothing was touched: an empty office is better than none
        print(f"The earlier year is left out: {error}", flush=True)
    else:
        print(f"{done.objects} files restored" if done else "The year that is shipped lies in the future.", flush=True)


def _read(file: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(os.pread(file, os.fstat(file).st_size, 0))
    return found


def _write(file: int, what: Mapping[str, Any]) -> None:
    os.ftruncate(file, 0)
    os.pwrite(file, json.dumps(dict(what)).encode(), 0)
