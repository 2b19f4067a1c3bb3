"""The office as ``make run`` starts it, for one measurement, and what its processes hold in memory."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from benchmarks import processes
from deploy.installation import Installation
from deploy.local.commands import SERVICES
from services.shared.config.settings import Settings

ROOT = Path(__file__).parents[1]
START = 180  # seconds


@dataclass(frozen=True)
class Office:
    """A running office: its address, its run folder, and the process that holds all others."""

    address: str
    run: Path
    pid: int
    seconds: float  # until it was ready

    @cached_property
    def settings(self) -> Settings:
        """Those of its front desk."""
        return Installation.of(self.run / "settings").settings("intake")

    @property
    def sign_in(self) -> Settings:
        """The settings of the sign-in part, which alone makes accounts."""
        return Installation.of(self.run / "settings").sign_in

    def memory(self) -> dict[str, float]:
        """MiB of the product's own processes (web and workers), and of everything; shared pages counted once (PSS)."""
        sizes = processes.memory(self.run, self.pid)
        product = sum(size for name, size in sizes.items() if name.partition("-")[0] in SERVICES)
        return {"product": product, "everything": sum(sizes.values())}

    def spent(self) -> dict[str, float]:
        """Processor seconds since the start, by the names of the processes."""
        return processes.spent(self.run, self.pid)


@contextmanager
def running(root: Path = ROOT) -> Iterator[Office]:
    """An office of its own in a throw-away folder, without the demonstration's cases; ``root``: whose code it runs."""
    with tempfile.TemporaryDirectory(prefix="sigap-load-") as folder:
        run, screen, begun = Path(folder) / "run", Path(folder) / "screen", time.monotonic()
        entry = ["deploy.up"] if (root / "deploy" / "up.py").exists() else ["deploy.cli", "up"]  # as its ``make run``
        command = [str(root / ".venv" / "bin" / "python"), "-m", *entry, "--run-dir", str(run)]
        with screen.open("w") as file:
            process = subprocess.Popen(command, cwd=root, env=environment(root), stdout=file, stderr=file)
        try:
            address = _address(process, run / "address", screen)
            yield Office(address, run, process.pid, time.monotonic() - begun)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(120)


def environment(root: Path) -> dict[str, str]:
    """For a program of another checkout: its own code, nothing of this office's settings."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("SIGAP_") and name != "PORT"}
    return env | {"SIGAP_DEMO_STORIES": "0", "PYTHONPATH": str(root)}


def _address(process: subprocess.Popen[bytes], file: Path, screen: Path) -> str:
    until = time.monotonic() + START
    while time.monotonic() < until and process.poll() is None:
        if file.exists() and (address := file.read_text().strip()):
            return address
        time.sleep(0.05)
    raise RuntimeError(f"the office did not come up:\n{screen.read_text()}")
