"""The container engine's client, and patience with what it starts."""

from __future__ import annotations

import subprocess
import threading
import time

ENOUGH = 1800  # seconds: a bound for what hangs, on a machine that does much else beside


def docker(*words: str) -> str:
    """Run the docker client; its output."""
    return subprocess.run(["docker", *words], capture_output=True, text=True, check=True, timeout=ENOUGH).stdout


def wait_for(ready, seconds: float = ENOUGH) -> None:  # type: ignore[no-untyped-def]
    """Ask until ``ready`` says yes; what it raises counts as no until the time is over."""
    pause = threading.Event()
    end = time.monotonic() + seconds
    while True:
        try:
            if ready():
                return
        except Exception:
            if time.monotonic() > end:
                raise
        assert time.monotonic() < end, "it did not come to it in time"
        pause.wait(0.2)
