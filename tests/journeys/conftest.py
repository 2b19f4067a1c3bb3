"""The whole office as `make run` starts it: gateway, four services, real workers, beat."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.demo.staff import Staff

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The one address of an office that runs for the journeys, and that must stop cleanly at the end."""
    run = tmp_path_factory.mktemp("journeys") / "run"
    env = {name: value for name, value in os.environ.items() if not name.startswith("SIGAP_")}
    env["SIGAP_DEMO_STORIES"] = "0"
    command = [sys.executable, "-m", "deploy.cli", "up", "--run-dir", str(run)]
    with (run.parent / "screen").open("w") as screen:
        office = subprocess.Popen(command, cwd=ROOT, env=env, stdout=screen, stderr=screen)
        try:
            yield _address(office, run / "address", run.parent / "screen")
        finally:
            office.send_signal(signal.SIGINT)
            code = office.wait(60)
    assert code == 0, (run.parent / "screen").read_text()


@pytest.fixture(scope="session")
def staff(address: str) -> Staff:
    """The office's people, by program."""
    return Staff(address)


def _address(office: subprocess.Popen[bytes], file: Path, screen: Path) -> str:
    for _ in range(1200):
        if file.exists():
            return file.read_text().strip()
        if office.poll() is not None:
            break
        time.sleep(0.1)
    raise AssertionError(f"the office did not come up:\n{screen.read_text()}")
