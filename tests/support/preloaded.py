"""A process that has loaded the product once, and forks the office's processes from itself.

Each web process, worker, beat or command of its own would spend one to two seconds of the processor on imports alone;
a fork of this one spends none. What they do after that, with their own settings, log and session, is theirs::

    child = start(["gunicorn", "services.intake.app:create_app()", ...], env=env, log=log)
    child.wait(10)
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import types
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from deploy.local.children import open_log, tie
from services.handoffs.contract import SERVICES

ROOT = Path(__file__).parents[2]
# The entry point of each program, as its own script calls it.
PROGRAMS = {"gunicorn": "gunicorn.app.wsgiapp:run", "celery": "celery.__main__:main", "sigap": "deploy.cli:app",
            "beat": "services.beat:main"}  # fmt: skip
# What the programs load only when they run; the workers' own modules read their settings, so they stay out.
LATER = (
    "gunicorn.arbiter", "gunicorn.glogging", "gunicorn.workers.gthread", "celery.apps.worker",
    "celery.bin.celery", "celery.bin.worker", "celery.concurrency.prefork", "celery.worker.consumer",
    "celery.worker.strategy", "kombu.transport.redis", "services.handoffs.wiring",
    *(f"services.{name}.{part}" for name in SERVICES for part in ("app", "tasks")),
)  # fmt: skip


class Child:
    """A forked process, with what tests use of ``subprocess.Popen``."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit code, None while it runs."""
        if self.returncode is None:
            self.returncode = _starter().ask({"poll": self.pid})
        return self.returncode

    def wait(self, timeout: float = 60) -> int:
        """The exit code; raises subprocess.TimeoutExpired."""
        end = time.monotonic() + timeout
        while (code := self.poll()) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            time.sleep(0.02)
        return code


def start(command: Sequence[str | Path], *, env: Mapping[str, str], log: Path, cwd: Path = ROOT) -> Child:
    """Fork a program of ``PROGRAMS`` into a session of its own, its output appended to ``log``."""
    open_log(log).close()
    words = [str(word) for word in command]
    return Child(_starter().ask({"command": words, "env": dict(env), "log": str(log), "cwd": str(cwd)}))


def run(
    command: Sequence[str | Path], *, env: Mapping[str, str], cwd: Path = ROOT, timeout: float = 300
) -> subprocess.CompletedProcess[str]:
    """Run a program of ``PROGRAMS`` to its end; what it said on both outputs is in ``stdout``."""
    with tempfile.TemporaryDirectory(prefix="sigap-command-") as folder:
        log = Path(folder) / "said"
        code = start(command, env=env, log=log, cwd=cwd).wait(timeout)
        return subprocess.CompletedProcess(list(command), code, log.read_text())


class _Starter:
    """Our end of the process that forks; it ends with us."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._turn, self._socket = threading.Lock(), ours
        command = [sys.executable, "-m", __name__, str(theirs.fileno())]
        self._process = subprocess.Popen(command, cwd=ROOT, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
        theirs.close()

    def ask(self, request: dict[str, Any]) -> Any:
        """Send a request and read its answer."""
        with self._turn:
            self._socket.send(json.dumps(request).encode())
            answer = self._socket.recv(1024)
        if not answer:
            raise RuntimeError("the process that forks the office's processes has ended")
        return json.loads(answer)


@cache
def _starter() -> _Starter:
    return _Starter()


# ---- in the process that forks ------------------------------------------------------------------------------
def main(connection: socket.socket) -> int:
    """Serve until the other end closes; a fork returns its program's exit code from here."""
    for module in (*(place.partition(":")[0] for place in PROGRAMS.values()), *LATER):
        importlib.import_module(module)
    gc.collect()
    gc.freeze()
    while data := connection.recv(1024 * 1024):
        request = json.loads(data)
        if "poll" in request:
            answer = _code(request["poll"])
        else:
            parent = os.getpid()
            answer = os.fork()
            if not answer:
                connection.close()
                return _become(parent, **request)
        connection.send(json.dumps(answer).encode())
    return 0


def _code(pid: int) -> int | None:
    found, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


def _become(parent: int, command: list[str], env: dict[str, str], log: str, cwd: str) -> int:
    """In a fork: take on session, log, environment and folder, then run the program."""
    os.setsid()
    tie(signal.SIGTERM, parent)
    output = os.open(log, os.O_WRONLY | os.O_APPEND)
    for number in (1, 2):
        os.dup2(output, number)
    os.close(output)
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    os.environ.clear()
    os.environ.update(env)
    os.chdir(cwd)
    sys.argv = command
    sys.modules["__main__"] = types.ModuleType("__main__")  # which their own children would otherwise load, too
    module, _, name = PROGRAMS[command[0]].partition(":")
    return getattr(sys.modules[module], name)() or 0


if __name__ == "__main__":
    sys.exit(main(socket.socket(fileno=int(sys.argv[1]))))
