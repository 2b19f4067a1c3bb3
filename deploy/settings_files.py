"""An installation's settings as files: a folder per process, a file per setting, each for its own reader only.

The set-up writes them. A process in a container gets just its own folder (``SIGAP_SETTINGS_DIR``); the ``sigap``
commands read them all. ``admin`` is the set-up's own folder, with the database's superuser in it.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

from services.shared.config.processes import PROCESSES
from services.shared.storage import private_file

ADMIN = "admin"


def write(root: Path, processes: Mapping[str, Mapping[str, str]]) -> None:
    """Write every process's settings below ``root``; a setting that is no longer there loses its file."""
    for process, values in processes.items():
        folder = root / process
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        wanted = {name.lower(): value for name, value in values.items() if name.startswith("SIGAP_")}
        known = read(root, process)
        for name, value in wanted.items():
            if known.get(name.upper()) != value:
                private_file.write(folder / name, value)
        for stale in (file for file in folder.iterdir() if file.name not in wanted):
            stale.unlink()


def read(root: Path, process: str) -> dict[str, str]:
    """One process's settings as an environment; empty where the set-up has not run."""
    folder = root / process
    if not folder.is_dir():
        return {}
    return {file.name.upper(): file.read_text() for file in sorted(folder.iterdir()) if file.name.startswith("sigap_")}


def change(root: Path, values: Mapping[str, str], processes: Iterable[str] = PROCESSES) -> None:
    """Give all, or some, of the processes that have these settings their new values; the files keep their mode."""
    for name, value in values.items():
        for file in (root / process / name.lower() for process in processes):
            if not file.exists():
                continue
            private_file.write(file, value, stat.S_IMODE(file.stat().st_mode))
