"""A fresh clone of this project in the hands of an ordinary user, who types what the README says."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.local import ports, procfs

ROOT = Path(__file__).parents[2]
NOBODY = 65534  # of the system: neither root nor anybody who has something here
REGISTRY = ("PIP_INDEX_URL", "PIP_CERT", "PIP_DEFAULT_TIMEOUT", "SSL_CERT_FILE")
READY = "Sigap is ready"
START = 600  # seconds, for the libraries come first


@dataclass
class Clone:
    """The clone; ``folder`` is all that its user owns."""

    folder: Path
    port: int

    @property
    def address(self) -> str:
        """Where the office is reached."""
        return f"http://127.0.0.1:{self.port}"

    def type(self, *words: str | Path, code: int = 0, given: str = "") -> str:
        """A command of the user in the clone's folder; what it says."""
        done = subprocess.run(
            self._command(words), cwd=self.folder / "sigap", env=self._environ(), input=given,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=START,
        )  # fmt: skip
        assert done.returncode == code, f"{words}: {done.stdout[-4000:]}"
        return done.stdout

    @contextmanager
    def running(self, run: str, **settings: str) -> Iterator[None]:
        """``make run`` until its power is cut."""
        log = self.folder / f"{run}.log"
        with log.open("wb") as said:
            runner = subprocess.Popen(
                self._command(("make", "run", f"RUN_DIR={self.folder / run}")), cwd=self.folder / "sigap",
                env=self._environ() | settings, stdout=said, stderr=said, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        try:
            end = time.monotonic() + START
            while READY not in log.read_text():
                assert runner.poll() is None, log.read_text()[-4000:]
                assert time.monotonic() < end, log.read_text()[-4000:]
                time.sleep(0.5)
            yield
        finally:
            family = [runner.pid, *procfs.descendants(runner.pid)]
            procfs.end(family, signal.SIGKILL)
            runner.wait(60)

    def _command(self, words: tuple[str | Path, ...]) -> list[str]:
        user = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"] if os.geteuid() == 0 else []
        return [*user, *map(str, words)]

    def _environ(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in REGISTRY if name in os.environ}
        own = {"HOME": str(self.folder), "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}
        return kept | own | {"PORT": str(self.port)}


@contextmanager
def cloned() -> Iterator[Clone]:
    """A clone of what is committed here, gone afterwards. Its folder is where everybody may look for one: /tmp."""
    folder = Path(tempfile.mkdtemp(prefix="sigap-clone-", dir="/tmp"))
    try:
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", ROOT, folder / "sigap"], check=True)
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", folder], check=True)
        yield Clone(folder, ports.pick(set()))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
