"""One process of the product: started, listened to, and asked how it ended."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from deploy.local.children import last_lines, open_log, spawn
from deploy.local.commands import Program
from deploy.local.errors import ServerError
from deploy.local.folder import RunFolder
from deploy.local.preloaded import Forked, Preloaded

ALARMING = re.compile(r"\b(WARNING|ERROR|CRITICAL)\b|\[(warning|error|critical)|^Traceback")
SILENCE = 10.0  # seconds between two lines of one process on the console


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
