"""Starts the office's processes as forks of one that has loaded the product already (``forking.py``)."""

from __future__ import annotations

import ctypes
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from deploy.local.children import OWN, SPARING, open_log, spawn
from deploy.local.errors import ServerError
from deploy.local.forking import WORD, Order
from services.shared.config.processes import SERVICES

ROOT = Path(__file__).parents[2]
# What the programs load only when they run; the workers' own modules read their settings, so they stay out.
MODULES = (
    "gunicorn.glogging", "gunicorn.workers.gthread", "services.shared.web.serving",
    "celery.__main__", "celery.apps.worker",
    "celery.bin.celery", "celery.bin.worker", "celery.worker.consumer", "celery.worker.strategy",
    "celery.backends.base", "kombu.transport.redis", "valkey", "jinja2.ext", "deploy.local.prepared", "deploy.setup",
    "services.beat",
    "services.handoffs.wiring", "services.shared.jobs.alone", "services.shared.web.server",
    *(f"services.{name}.{part}" for name in SERVICES for part in ("app", "tasks")),
    "services.shared.entrance.app",
    "deploy.local.warm",
)  # fmt: skip
TITLE = "-" * 600  # room for the command that a fork shows instead of the words of its origin
PATIENCE = 120.0  # seconds until it has loaded everything, on a slow machine that is busy
_SET_CHILD_SUBREAPER = 36  # prctl(2)


class Forked:
    """A forked process, a child of this one: what of ``subprocess.Popen`` is used of the others."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None
        OWN.add(self)

    def poll(self) -> int | None:
        """The exit code, negative for a signal; None while it runs."""
        if self.returncode is None:
            found, status = os.waitpid(self.pid, os.WNOHANG)
            self.returncode = os.waitstatus_to_exitcode(status) if found else None
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code; raises subprocess.TimeoutExpired."""
        end = time.monotonic() + (float("inf") if timeout is None else timeout)
        while (code := self.poll()) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            time.sleep(0.02)
        return code


class Preloaded:
    """Our end of the process that forks. It ends with us, and is started again where it has gone.

    ``log``: what it says itself. From then on this process adopts whoever below it loses its parent.
    """

    def __init__(self, log: Path, modules: Collection[str] = MODULES) -> None:
        self._log, self._modules, self._turn = log, list(modules), threading.Lock()
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        self._begin()

    @property
    def pid(self) -> int:
        """Of the process that forks."""
        return self._process.pid

    def start(
        self,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str],
        log: Path,
        cwd: Path = ROOT,
        nice: int = 0,
        shared: int | None = None,
    ) -> Forked:
        """Fork a program into a session of its own, its output appended to ``log``.

        ``shared``: an open file that it gets as number ``forking.SHARED_FILE``.

        Raises:
            ServerError: the process that forks does not come up, or gets none from the machine.
        """
        order = Order([str(word) for word in command], dict(env), str(cwd), os.getpid(), nice).file()
        with self._turn, open_log(log) as output:
            try:
                for _ in range(2):
                    with suppress(OSError, ValueError):
                        return Forked(self._ask([order, output.fileno(), *([shared] if shared else [])]))
                    self._end()
                    self._begin()
            finally:
                os.close(order)
        raise ServerError(f"The process {command[0]} cannot be forked; see {self._log}.")

    def stop(self) -> None:
        """End it; what it has forked goes on."""
        with self._turn:
            self._end()

    def _begin(self) -> None:
        self._line, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._line.settimeout(PATIENCE)
        command = [sys.executable, "-m", "deploy.local.forking", str(theirs.fileno()), json.dumps(self._modules), TITLE]
        with theirs:
            self._process = spawn(command, log=self._log, env=_bare(), cwd=ROOT, pass_fds=[theirs.fileno()])

    def _ask(self, files: list[int]) -> int:
        socket.send_fds(self._line, [b"+"], files)
        return int(self._line.recv(WORD))

    def _end(self) -> None:
        self._line.close()
        self._process.kill()
        self._process.wait()


def _bare() -> dict[str, str]:
    """An environment in which no setting of the office stands, so no secret; what is freed goes back to the machine."""
    known = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TZ") if name in os.environ}
    return known | SPARING
