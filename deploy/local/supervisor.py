"""The product's processes under honcho: what each one says goes to its log; when one ends, all end."""

from __future__ import annotations

import multiprocessing
import os
import re
import shlex
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import IO, Any

import honcho.manager
from honcho.printer import Message, Printer
from honcho.process import Popen, Process

from deploy.local.children import last_lines, open_log, tie
from deploy.local.commands import Program
from deploy.local.errors import ServerError
from deploy.local.folder import RunFolder
from deploy.processes import GRACE

ALARMING = re.compile(r"\b(WARNING|ERROR|CRITICAL)\b|\[(warning|error|critical)|^Traceback")
SILENCE = 10.0  # seconds between two lines of one process on the console
LOOK = 0.25  # seconds between two looks at the servers

honcho.manager.KILL_WAIT = GRACE + 5  # else honcho kills after 5 seconds, in the middle of a request or a task


class LogPrinter(Printer):
    """Writes each process's lines to its log, and a first alarming one to the console."""

    def __init__(self, folder: RunFolder) -> None:
        super().__init__(sys.stderr)
        self.quiet = False
        self._folder = folder
        self._files: dict[str, IO[bytes]] = {}
        self._shown: dict[str, float] = {}

    def write(self, message: Message) -> None:
        """Take one line, bytes from a process or text from honcho itself."""
        line = message.data if isinstance(message.data, bytes) else str(message.data).encode()
        if message.name not in self._files:
            self._files[message.name] = open_log(self._folder.log(message.name))
        self._files[message.name].write(line)
        self._files[message.name].flush()
        self._show(message.name, line.decode(errors="replace").strip())

    def _show(self, name: str, text: str) -> None:
        now = time.monotonic()
        if self.quiet or not ALARMING.search(text) or now - self._shown.get(name, -SILENCE) < SILENCE:
            return
        self._shown[name] = now
        print(f"{name}: {text[:300]}  (see {self._folder.log(name)})", file=self.output, flush=True)


class TiedPopen(Popen):
    """A program that gets SIGTERM when the process above it dies."""

    def __init__(self, cmd: str, **options: Any) -> None:
        parent = os.getpid()

        def begin() -> None:
            for number in (signal.SIGINT, signal.SIGTERM):  # LoggedProcess ignores them, its program must not
                signal.signal(number, signal.SIG_DFL)
            tie(signal.SIGTERM, parent)

        super().__init__(cmd, preexec_fn=begin, stdin=subprocess.DEVNULL, **options)


class LoggedProcess(Process):
    """honcho's watcher of one program (a fork of the runner). It never outlives the runner."""

    def __init__(self, folder: RunFolder, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._folder, self._runner = folder, os.getpid()
        self._child_ctor = self._start_child

    def _start_child(self, cmd: str, **options: Any) -> TiedPopen:
        child = TiedPopen(cmd, **options)
        self._folder.record(self.name, child.pid)
        return child

    def run(self, events: Any = None, ignore_signals: bool = False) -> None:
        """In the fork: start the program and pass its lines on."""
        for number in (signal.SIGINT, signal.SIGTERM):  # Ctrl-C reaches the whole terminal group; only one decides
            signal.signal(number, signal.SIG_IGN)
        tie(signal.SIGKILL, self._runner)
        super().run(events, ignore_signals)
        self._folder.forget(self.name)


class Supervisor(honcho.manager.Manager):
    """Runs the programs until somebody asks to quit, or one ends, or ``look`` finds something wrong.

    ``begin`` and ``look`` run in a thread beside honcho's loop: the first once, when all processes are started, the
    second again and again. Both raise ServerError to end everything; ``begin`` returns early when ``quitting`` is set.
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
        multiprocessing.set_start_method("fork", force=True)  # honcho relies on it
        super().__init__(printer=LogPrinter(folder))
        self._process_ctor = partial(LoggedProcess, folder)
        self._folder, self._begin, self._look = folder, begin, look
        self._quitting, self._hurry = quitting, threading.Event()
        self._trouble: ServerError | None = None
        for program in programs:
            self.add_process(program.name, f"exec {shlex.join(program.command)}", env=program.env, cwd=str(cwd))

    def run(self) -> None:
        """Return after Ctrl-C or SIGTERM, when all have ended. A second Ctrl-C kills what has not ended yet.

        Raises:
            ServerError: something ended that should not; all others have been stopped.
        """
        self.loop()
        if self._trouble:
            raise self._trouble

    def terminate(self) -> None:
        """End all. honcho calls it as soon as one process has ended: where nobody asked, that is the trouble."""
        if not self._all_started():  # honcho cannot end what it does not know yet; _attend will call again
            self._quitting.set()
            return
        if not self._quitting.is_set():
            self._trouble = self._who_ended()
        self._quitting.set()
        self._printer.quiet = True
        super().terminate()

    def _who_ended(self) -> ServerError:
        name, code = next((n, p["returncode"]) for n, p in self._processes.items() if p.get("returncode") is not None)
        log = self._folder.log(name)
        how = f"was ended by signal {-code}" if code < 0 else f"ended by itself with exit code {code}"
        return ServerError(f"The process {name} {how}. The end of {log}:\n{last_lines(log)}")

    def _start(self) -> None:
        """honcho's own signal handlers fail before every pid is known; ours only take note."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: (self._hurry if self._quitting.is_set() else self._quitting).set())
        super()._start()
        threading.Thread(target=self._attend, name="attend", daemon=True).start()

    def _attend(self) -> None:
        while not self._all_started():
            time.sleep(0.05)
        try:
            self._begin()
            while not self._quitting.wait(LOOK):
                self._look()
        except Exception as error:
            self._trouble = self._trouble or (error if isinstance(error, ServerError) else ServerError(repr(error)))
            self._quitting.set()
        self.terminate()
        self._hurry.wait()
        self.kill()
