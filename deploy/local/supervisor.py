"""The product's processes: what each one says goes to its log; one that ends by itself is started again.

Only while everything starts its end is everybody's: what cannot start has a reason that a person must see.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from deploy.local import procfs
from deploy.local.again import Again
from deploy.local.children import collect_orphans, last_lines, open_log, spawn
from deploy.local.commands import Program
from deploy.local.errors import ServerError
from deploy.local.folder import RunFolder
from deploy.local.preloaded import Forked, Preloaded
from deploy.processes import GRACE

ALARMING = re.compile(r"\b(WARNING|ERROR|CRITICAL)\b|\[(warning|error|critical)|^Traceback")
SILENCE = 10.0  # seconds between two lines of one process on the console
LOOK = 0.25  # seconds between two looks at processes and servers


class Child:
    """A program that was started, and what it has said since. Raises ServerError where it cannot be started."""

    def __init__(self, folder: RunFolder, program: Program, cwd: Path, preloaded: Preloaded | None) -> None:
        self.name, self.log, self.program = program.name, folder.log(program.name), program
        self._shown = -SILENCE
        open_log(self.log).close()  # a large one is put aside before we look for its end
        self._said = self.log.open("rb")
        self._said.seek(0, os.SEEK_END)
        try:
            self.process = self._start(cwd, preloaded)
        except OSError as error:
            raise ServerError(f"The process {self.name} cannot be started: {error}.") from error
        folder.record(self.name, self.process.pid)

    def _start(self, cwd: Path, preloaded: Preloaded | None) -> subprocess.Popen[bytes] | Forked:
        program = self.program
        if program.forked and preloaded is not None:
            return preloaded.start(program.command, log=self.log, env=program.env, cwd=cwd, nice=program.nice)
        behind = ["nice", "-n", str(program.nice)] if program.nice else []
        return spawn([*behind, *program.command], log=self.log, env=program.env, cwd=cwd)

    def tell(self) -> None:
        """Show a first alarming line of what it said meanwhile on the console."""
        for line in self._said:
            text, now = line.decode(errors="replace").strip(), time.monotonic()
            if ALARMING.search(text) and now - self._shown >= SILENCE:
                self._shown = now
                print(f"{self.name}: {text[:300]}  (see {self.log})", file=sys.stderr, flush=True)

    def check(self) -> None:
        """Raises ServerError, with its last words, where it has ended."""
        if how := self.ended():
            raise ServerError(how)

    def ended(self) -> str:
        """How it ended, with its last words; empty while it runs."""
        code = self.process.poll()
        if code is None:
            return ""
        how = f"was ended by signal {-code}" if code < 0 else f"ended by itself with exit code {code}"
        return f"The process {self.name} {how}. The end of {self.log}:\n{last_lines(self.log)}"


class Supervisor:
    """Runs the programs until somebody asks to quit, or ``look`` finds something wrong; what ends is started again.

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
        preloaded: Preloaded | None = None,
    ) -> None:
        self._folder, self._programs, self._cwd, self._preloaded = folder, programs, cwd, preloaded
        self._begin, self._look, self._quitting = begin, look, quitting
        self._children: list[Child] = []
        self._again = Again()
        self._begun = False

    def run(self) -> None:
        """Return after Ctrl-C or SIGTERM, when all have ended. A second Ctrl-C kills what has not ended yet.

        Raises:
            ServerError: something ended while everything starts, or ``look`` says so; all others have been stopped.
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._take)
        try:
            for program in self._programs:
                self._children.append(Child(self._folder, program, self._cwd, self._preloaded))
            self._begin()
            self._begun = True
            while not self._quitting.wait(LOOK):
                self.check()
                self._look()
                collect_orphans()
        finally:
            self._quitting.set()
            self._end()

    def check(self) -> None:
        """Pass alarming lines on; start again what has ended. Raises ServerError for it before all are up."""
        for child in self._children:
            child.tell()
        for place, child in enumerate(self._children):
            if self._quitting.is_set():
                return
            if not self._begun:
                child.check()
            elif how := child.ended():
                self._again.look(child.name, how, partial(self._start, place, child.program))

    def _start(self, place: int, program: Program) -> None:
        self._children[place] = Child(self._folder, program, self._cwd, self._preloaded)

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
