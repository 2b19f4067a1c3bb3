"""The product's processes: what each one says goes to its log; one that ends by itself is started again.

Only while everything starts its end is everybody's: what cannot start has a reason that a person must see.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from deploy.local import procfs
from deploy.local.again import Again
from deploy.local.child import Child
from deploy.local.children import collect_orphans
from deploy.local.commands import Program
from deploy.local.folder import RunFolder
from deploy.local.preloaded import Preloaded
from deploy.processes import GRACE

LOOK = 0.25  # seconds between two looks at processes and servers


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
            self._start_all()
            self._watch()
        finally:
            self._quitting.set()
            self._end()

    def _watch(self) -> None:
        while not self._quitting.wait(LOOK):
            self.check()
            self._look()
            collect_orphans()

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

    def _start_all(self) -> None:
        for program in self._programs:
            self._children.append(self._child(program))
        self._begin()
        self._begun = True

    def _start(self, place: int, program: Program) -> None:
        self._children[place] = self._child(program)

    def _child(self, program: Program) -> Child:
        return Child(self._folder, program, self._cwd, self._preloaded)

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
