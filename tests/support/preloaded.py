"""The office's processes and commands as forks of one that has loaded the product once (``deploy/local/preloaded.py``).

::

    child = start(web("intake", "127.0.0.1:5000"), env=env, log=log)
    child.wait(10)
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from deploy.cli import COMMANDS
from deploy.local.preloaded import MODULES, ROOT, Forked, Preloaded

Child = Forked


def start(command: Sequence[str | Path], *, env: Mapping[str, str], log: Path, cwd: Path = ROOT) -> Child:
    """Fork a program into a session of its own, its output appended to ``log``."""
    return _preloaded().start(command, env=env, log=log, cwd=cwd)


def run(
    command: Sequence[str | Path], *, env: Mapping[str, str], cwd: Path = ROOT, timeout: float = 300
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end; what it said on both outputs is in ``stdout``."""
    with tempfile.TemporaryDirectory(prefix="sigap-command-") as folder:
        log = Path(folder) / "said"
        code = start(command, env=env, log=log, cwd=cwd).wait(timeout)
        return subprocess.CompletedProcess(list(command), code, log.read_text())


@cache
def _preloaded() -> Preloaded:
    """It ends with this process."""
    files = {f"deploy.commands.{command.split('.')[0]}" for command in COMMANDS.values()}
    return Preloaded(
        Path(tempfile.mkdtemp(prefix="sigap-preloaded-")) / "log", (*MODULES, "deploy.cli", *sorted(files))
    )
