"""The base of every embedded server: start, wait, stop, and what the chaos tests do to them."""

from __future__ import annotations

import signal
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from deploy.local import procfs
from deploy.local.children import Account, last_lines, spawn
from deploy.local.errors import ServerError
from deploy.local.folder import RunFolder


class Server(ABC):
    """An embedded server in a run folder. One object starts, stops and restarts it any number of times."""

    name: ClassVar[str]
    title: ClassVar[str]
    stop_signal: ClassVar[int] = signal.SIGTERM

    def __init__(self, folder: RunFolder) -> None:
        self.folder = folder
        self.log = folder.log(self.name)
        self._process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def start(self) -> None:
        """Start it and return at once; its data, where there are any, are kept. Raises ServerError."""

    @abstractmethod
    def _answers(self) -> bool:
        """Whether it serves now; an answer that cannot get better is a ServerError."""

    def wait_ready(self, timeout: float = 30) -> None:
        """Return when it serves. Raises ServerError: it ended, or did not serve within ``timeout`` seconds."""
        deadline = time.monotonic() + timeout
        while True:
            if not self.alive():  # asked first: whoever answers at our port then is not our server
                raise self._failed(f"ended at its start with exit code {self._code()}")
            if self._answers():
                return
            if time.monotonic() > deadline:
                raise self._failed(f"did not answer within {timeout:g} seconds")
            time.sleep(0.05)

    def alive(self) -> bool:
        """Whether its process runs (frozen counts as running)."""
        return self._process is not None and self._process.poll() is None

    def check(self) -> None:
        """Raises ServerError where it does not run."""
        if not self.alive():
            raise self._failed("has ended")

    def stop(self, grace: float = 10) -> None:
        """End it in order; kill it where it does not end within ``grace`` seconds. Nothing happens if it is down."""
        if self._process is not None and self.alive():
            self.thaw()  # a frozen process would not see the signal
            self._process.send_signal(self.stop_signal)
            try:
                self._process.wait(grace)
            except subprocess.TimeoutExpired:
                self.kill()
        self._forget()

    def kill(self) -> None:
        """SIGKILL to it and all its children, as when the power fails; returns when they are gone."""
        if self._process is not None and self.alive():
            family = [self._process.pid, *procfs.descendants(self._process.pid)]
            procfs.send(family, signal.SIGKILL)
            self._process.wait()
            procfs.wait_gone(family, 10)
        self._forget()

    def freeze(self) -> None:
        """SIGSTOP: it keeps its connections and answers nobody."""
        self._signal_family(signal.SIGSTOP)

    def thaw(self) -> None:
        """SIGCONT: it goes on."""
        self._signal_family(signal.SIGCONT)

    def _signal_family(self, number: int) -> None:
        if self._process is not None and self.alive():
            procfs.send([self._process.pid, *procfs.descendants(self._process.pid)], number)

    def _launch(
        self,
        command: Sequence[str | Path],
        *,
        env: Mapping[str, str],
        cwd: Path,
        account: Account | None = None,
        stdin: int = subprocess.DEVNULL,
    ) -> subprocess.Popen[bytes]:
        """Start the server's program and record its pid for whoever comes after a crash."""
        try:
            process = spawn(
                command, log=self.log, env=env, cwd=cwd, number=self.stop_signal, account=account, stdin=stdin
            )
        except OSError as error:
            raise ServerError(f"{self.title} cannot be started: {error}.") from error
        self._process = process
        self.folder.record(self.name, process.pid, self.stop_signal)
        return process

    def _forget(self) -> None:
        self._process = None
        self.folder.forget(self.name)

    def _code(self) -> int | None:
        return None if self._process is None else self._process.poll()

    def _failed(self, what: str) -> ServerError:
        return ServerError(f"{self.title} {what}. The end of {self.log}:\n{last_lines(self.log)}")
