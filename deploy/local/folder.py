"""The run folder: data, logs, passwords, ports and process ids of one local installation, for its owner only."""

from __future__ import annotations

import json
import secrets
import shutil
import signal
from pathlib import Path
from typing import Any

from deploy.local import ports, procfs
from deploy.local.errors import ServerError
from deploy.local.lock import FolderLock
from services.shared.storage import private_file

MARK = "sigap-run-folder"
HAND_OVER = 5.0  # seconds in which a runner that was killed lets go of its lock


class RunFolder:
    """One run folder. ``open`` takes its lock, ``close`` gives it back; two runners never share one."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self._lock = FolderLock(self.path)

    def open(self) -> None:
        """Create the folder if need be, lock it, and end what an earlier runner left behind.

        Raises:
            ServerError: somebody else's folder, in use, or not a run folder.
        """
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._refuse_foreign()
            self._lock.take(HAND_OVER)
            self.path.chmod(0o700)  # also where the folder was there before, with wider rights
            for name in ("logs", "pids"):
                self.sub(name)
            (self.path / MARK).touch(mode=0o600)
        except (PermissionError, FileExistsError, NotADirectoryError) as error:
            raise ServerError(f"The run folder {self.path} cannot be used: {error}.") from error
        self.end_orphans()

    def close(self) -> None:
        """Give the lock back."""
        self._lock.give_back()

    def owner(self) -> int | None:
        """The pid of the runner that holds the lock now, None when nobody does. Raises ServerError."""
        return self._lock.owner()

    def wait_vacant(self, timeout: float) -> bool:
        """Wait until no runner holds the lock; False when the time (seconds) was not enough."""
        return self._lock.wait_vacant(timeout)

    def sub(self, name: str) -> Path:
        """A private folder inside the run folder, created where missing."""
        (self.path / name).mkdir(parents=True, exist_ok=True, mode=0o700)
        return self.path / name

    def log(self, name: str) -> Path:
        """The log file of a process; one that grew beyond 10 MB is put aside as ``.old`` when its process starts."""
        return self.path / "logs" / f"{name}.log"

    def secret(self, name: str) -> str:
        """A random password, the same at every start."""
        known = self._read("secrets.json")
        if name not in known:
            known[name] = secrets.token_urlsafe(24)
            self._write("secrets.json", known)
        return str(known[name])

    def port(self, name: str) -> int:
        """A loopback port for ``name``: the one of the last start while it is free, else another."""
        known = self._read("ports.json")
        port = known.get(name)
        if not isinstance(port, int) or not ports.is_free(port):
            known[name] = port = ports.pick(set(known.values()))
            self._write("ports.json", known)
        return port

    def record(self, name: str, pid: int, number: int = signal.SIGTERM) -> None:
        """Remember a child, so that the next start can end it if this runner cannot."""
        (self.path / "pids" / name).write_text(f"{pid} {procfs.started_at(pid)} {int(number)}")

    def forget(self, name: str) -> None:
        """The child has ended."""
        (self.path / "pids" / name).unlink(missing_ok=True)

    def end_orphans(self) -> None:
        """End recorded children of an earlier runner that still live (checked by start time, never by pid alone)."""
        orphans = {}
        for entry in (self.path / "pids").iterdir():
            pid, ticks, number = (*entry.read_text().split(), "", "", "")[:3]
            if ticks.isdigit() and str(procfs.started_at(int(pid))) == ticks:
                orphans[int(pid)] = int(number)
            entry.unlink()
        procfs.end_families(orphans)

    def delete(self) -> None:
        """Remove the folder and all data in it. Raises ServerError: it is in use, or it is not a run folder."""
        if not self.path.exists():
            return
        if not (self.path / MARK).exists():
            raise ServerError(f"{self.path} is not a run folder of Sigap; nothing was deleted.")
        self._lock.take(patience=0)
        try:
            shutil.rmtree(self.path)
        finally:
            self.close()

    def _refuse_foreign(self) -> None:
        names = {entry.name for entry in self.path.iterdir()}
        if names and MARK not in names:
            raise ServerError(f"{self.path} is not empty and is not a run folder of Sigap; choose another one.")

    def _read(self, name: str) -> dict[str, Any]:
        try:
            known = json.loads((self.path / name).read_text())
        except FileNotFoundError:
            return {}
        except ValueError as error:
            raise ServerError(f"{self.path / name} is damaged ({error}); `make reset` starts anew.") from error
        return dict(known)

    def _write(self, name: str, known: dict[str, Any]) -> None:
        """Whole or not at all: a kill between two bytes must not cost the passwords of existing data."""
        private_file.write(self.path / name, json.dumps(known, indent=1))
