"""Whether what a web process needs answers: short looks in the background, so that a frozen server holds no page.

Each server is looked at by a thread of its own, at most one at a time and only when somebody asks. A look that does not
come back is an answer, too: that server is away. Nobody waits longer than ``PATIENCE``.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

FRESH = 2.0  # seconds for which an answer is not asked for again
PATIENCE = 1.0  # seconds that a look may take before the server is said to be away


@dataclass
class Look:
    """One server, as it was seen last."""

    ask: Callable[[], bool]
    well: bool = False
    seen: float = float("-inf")  # monotonic
    _begun: float = 0.0
    _under_way: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _done: threading.Event = field(default_factory=threading.Event)

    def begin(self) -> None:
        """Start a look, unless there is a fresh one or one under way."""
        with self._lock:
            if self._under_way or time.monotonic() - self.seen < FRESH:
                return
            self._under_way, self._begun = True, time.monotonic()
            self._done.clear()
        threading.Thread(target=self._run, daemon=True, name="readiness").start()

    def answer(self) -> bool:
        """What the look that is under way finds, or the last one found; False where it takes too long."""
        if not self._under_way:
            return self.well
        left = self._begun + PATIENCE - time.monotonic()
        return self._done.wait(max(left, 0)) and self.well

    def _run(self) -> None:
        well = False
        try:
            well = self.ask()
        finally:
            with self._lock:
                self.well, self.seen, self._under_way = well, time.monotonic(), False
            self._done.set()


class Readiness:
    """The servers of a web process."""

    def __init__(self, asked: Mapping[str, Callable[[], bool]]) -> None:
        self._looks = {name: Look(ask) for name, ask in asked.items()}

    def parts(self) -> dict[str, bool]:
        """Each server by name: whether it answers; within ``PATIENCE``, all looked at side by side."""
        for look in self._looks.values():
            look.begin()
        return {name: look.answer() for name, look in self._looks.items()}
