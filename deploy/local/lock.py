"""The lock of a run folder: two runners never share one, and whoever comes learns which process has it."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

from deploy.local import procfs
from deploy.local.errors import ServerError


class FolderLock:
    """A file with pid and start time, locked by the kernel (``flock``) as long as its process lives."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._file = folder, folder / "lock"
        self._handle: int | None = None

    def take(self, patience: float) -> None:
        """Take it; ``patience``: seconds for a runner that was killed to let go. Raises ServerError: it is taken."""
        handle = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o600)
        deadline = time.monotonic() + patience
        while not _locked(handle):
            if (pid := self.owner()) or time.monotonic() > deadline:
                os.close(handle)
                who = f"process {pid}" if pid else "processes that are still ending"
                raise ServerError(f"Sigap already runs from {self._folder} ({who}).")
            time.sleep(0.1)
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()} {procfs.started_at(os.getpid())}".encode())
        self._handle = handle

    def give_back(self) -> None:
        """Let go of it; nothing happens where it is not ours."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def owner(self) -> int | None:
        """The pid of the process that holds it now, None when nobody does. Raises ServerError."""
        handle = self._opened()
        if handle is None:
            return None
        try:
            if _locked(handle):
                return None
            pid, _, ticks = os.read(handle, 64).decode().partition(" ")
            return int(pid) if pid and procfs.started_at(int(pid)) == int(ticks) else None
        finally:
            os.close(handle)

    def _opened(self) -> int | None:
        try:
            return os.open(self._file, os.O_RDONLY)
        except FileNotFoundError:
            return None
        except PermissionError as error:
            raise ServerError(f"The run folder {self._folder} belongs to another user.") from error

    def wait_vacant(self, timeout: float) -> bool:
        """Wait until nobody holds it; False when the time (seconds) was not enough."""
        deadline = time.monotonic() + timeout
        while self.owner() is not None:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.1)
        return True


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
