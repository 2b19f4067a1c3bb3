"""The product's processes: what each one says goes to its log; when one ends, all end."""

from __future__ import annotations

import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from deploy.local import procfs
from deploy.local.children import last_lines, open_log, spawn
from deploy.local.commands import Program
from deploy.local.errors import ServerError
from deploy.local.folder import RunFolder
from deploy.processes import GRACE

ALARMING = re.compile(r"\b(WARNING|ERROR|CRITICAL)\b|\[(warning|error|critical)|^Traceback")
SILENCE = 10.0  # seconds between two lines of one process on the console
LOOK = 0.25  # seconds between two looks at processes and servers


class Child:
    """A program that was started, and what it has said since. Raises ServerError where it cannot be started."""

    def __init__(self, folder: RunFolder, program: Program, cwd: Path) -> None:
        self.name, self.log = program.name, folder.log(program.name)
        self._shown = -SILENCE
        open_log(self.log).close()  # a large one is put aside before we look for its end
        self._said = self.log.open("rb")
        self._said.seek(0, os.SEEK_END)
        try:
            self.process = spawn(program.command, log=self.log, env=program.env, cwd=cwd)
        except OSError as error:
            raise ServerError(f"The process {self.name} cannot be started: {error}.") from error
        folder.record(self.name, self.process.pid)

    def tell(self) -> None:
        """Show a first alarming line of what it said meanwhile on the console."""
        for line in self._said:
            text, now = line.decode(errors="replace").strip(), time.monotonic()
            if ALARMING.search(text) and now - self._shown >= SILENCE:
                self._shown = now
                print(f"{self.name}: {text[:300]}  (see {self.log})", file=sys.stderr, flush=True)

    def check(self) -> None:
        """Raises ServerError, with its last words, where it has ended."""
        code = self.process.poll()
        if code is not None:
            how = f"was ended by signal {-code}" if code < 0 else f"ended by itself with exit code {code}"
            raise ServerError(f"The process {self.name} {how}. The end of {self.log}:\n{last_lines(self.log)}")


class Supervisor:
    """Runs the programs until somebody asks to quit, or one ends, or ``look`` finds something wrong.

    ``begin`` is called once when all are started, ``look`` again and again after it. Both raise ServerError to end
    everything; ``begin`` calls ``check`` while it waits, and returns early when ``quitting`` is set.
    """

    def __init__(
        self,
        folder: RunFolder,
        programs: list[Program],
        cwd: Path,
        begin: Callable[[], None],
        look: Callable[[], None],
        quitting: threading.Event,
    ) -> None:
        self._folder, self._programs, self._cwd = folder, programs, cwd
        self._begin, self._look, self._quitting = begin, look, quitting
        self._children: list[Child] = []

    def run(self) -> None:
        """Return after Ctrl-C or SIGTERM, when all have ended. A second Ctrl-C kills what has not ended yet.

        Raises:
            ServerError: something ended that should not; all others have been stopped.
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._take)
        try:
            for program in self._programs:
                self._children.append(Child(self._folder, program, self._cwd))
            self._begin()
            while not self._quitting.wait(LOOK):
                self.check()
                self._look()
        finally:
            self._quitting.set()
            self._end()

    def check(self) -> None:
        """Pass alarming lines on; raises ServerError where a process has ended and nobody asked to quit."""
        for child in self._children:
            child.tell()
        for child in self._children:
            if not self._quitting.is_set():
                child.check()

    def _take(self, *_: object) -> None:
        if self._quitting.is_set():
            procfs.send([child.process.pid for child in self._children], signal.SIGKILL)
        self._quitting.set()

    def _end(self) -> None:
        """Each gets the time for the request or the task that is under way."""
        procfs.end_families({child.process.pid: signal.SIGTERM for child in self._children}, GRACE + 5)
        for child in self._children:
            child.process.wait()
            self._folder.forget(child.name)
        self._children = []
