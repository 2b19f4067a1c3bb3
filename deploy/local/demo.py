"""The demonstration stories: each played once, by a child of the runner, while people already look around."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

from deploy.local import procfs
from deploy.local.children import spawn
from deploy.local.folder import RunFolder

MODULE = "deploy.demo"


class DemoStories:
    """Starts ``python -m deploy.demo`` until every story of a run folder was played, and notes when that is so."""

    def __init__(self, folder: RunFolder, address: str, env: dict[str, str], cwd: Path) -> None:
        self._folder, self._address, self._env, self._cwd = folder, address, env, cwd
        self._done = folder.path / "demo-done"
        self._played = folder.path / "demo-played"  # an interrupted demonstration goes on with the next story
        self._process: subprocess.Popen[bytes] | None = None

    def begin(self) -> bool:
        """Start where wanted and not done before; True when it was started."""
        asked = self._env.get("SIGAP_DEMO") == "1" and self._env.get("SIGAP_DEMO_STORIES", "1") == "1"
        wanted = asked and not self._done.exists()
        if not wanted or importlib.util.find_spec(MODULE) is None:
            return False
        command = [sys.executable, "-m", MODULE, "--url", self._address, "--played", str(self._played)]
        self._process = spawn(command, log=self._folder.log("demo"), env=self._env, cwd=self._cwd)
        self._folder.record("demo", self._process.pid)
        return True

    def look(self) -> str | None:
        """A sentence for the console at the moment it has ended, None before and after."""
        if self._process is None or self._process.poll() is None:
            return None
        code, self._process = self._process.returncode, None
        self._folder.forget("demo")
        if code == 0:
            self._done.touch(mode=0o600)
            return "The demonstration cases are there."
        return f"The demonstration cases ended with exit code {code}; see {self._folder.log('demo')}."

    def stop(self) -> None:
        """End it, finished or not; the next start plays what is missing."""
        if self._process is not None:
            procfs.end([self._process.pid])
            self._process.wait()
            self._process = None
        self._folder.forget("demo")
