"""The office as ``make run`` starts it, for one measurement, and what its processes hold in memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.installation import Installation
from deploy.local.procfs import descendants
from services.shared.config.settings import Settings

ROOT = Path(__file__).parents[1]
START = 180  # seconds
OURS = ("gunicorn", "celery")


@dataclass(frozen=True)
class Office:
    """A running office: its address, the settings of its front desk, and the process that holds all others."""

    address: str
    settings: Settings
    pid: int

    def memory(self) -> dict[str, float]:
        """MiB of the product's own processes (web and workers), and of everything; shared pages counted once (PSS)."""
        found = {"product": 0.0, "everything": 0.0}
        for pid in descendants(self.pid):
            try:
                size = _pss(pid)
                ours = any(word in Path(f"/proc/{pid}/cmdline").read_text() for word in OURS)
            except OSError:
                continue  # it ended meanwhile
            found["everything"] += size
            found["product"] += size if ours else 0
        return found


@contextmanager
def running() -> Iterator[Office]:
    """An office of its own in a throw-away folder, without the demonstration's cases."""
    with tempfile.TemporaryDirectory(prefix="sigap-load-") as folder:
        run, screen = Path(folder) / "run", Path(folder) / "screen"
        env = {name: value for name, value in os.environ.items() if not name.startswith("SIGAP_")}
        command = [sys.executable, "-m", "deploy.cli", "up", "--run-dir", str(run)]
        with screen.open("w") as file:
            process = subprocess.Popen(
                command, cwd=ROOT, env=env | {"SIGAP_DEMO_STORIES": "0"}, stdout=file, stderr=file
            )
        try:
            address = _address(process, run / "address", screen)
            yield Office(address, Installation.of(run / "settings").settings("intake"), process.pid)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(120)


def _address(process: subprocess.Popen[bytes], file: Path, screen: Path) -> str:
    until = time.monotonic() + START
    while time.monotonic() < until and process.poll() is None:
        if file.exists():
            return file.read_text().strip()
        time.sleep(0.2)
    raise RuntimeError(f"the office did not come up:\n{screen.read_text()}")


def _pss(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
