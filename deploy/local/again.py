"""What has ended by itself is started again: at once the first time, then after longer and longer pauses."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from deploy.local.errors import ServerError

LONGEST = 30.0  # seconds between two starts
CALM = 60.0  # seconds after which an end is a first one again


@dataclass
class _Fallen:
    tries: int = 0
    started: float = float("-inf")  # monotonic
    due: float | None = None

    def put_off(self, now: float) -> float:
        """It has ended: due after a pause, which is returned, in seconds."""
        self.tries = self.tries + 1 if now - self.started < CALM else 0
        pause = min(LONGEST, 2.0 ** (self.tries - 1)) if self.tries else 0
        self.due = now + pause
        return pause

    def is_due(self, now: float) -> bool:
        """Whether it is to be started now."""
        return self.due is not None and now >= self.due


class Again:
    """The pauses of all that may end, by name."""

    def __init__(self) -> None:
        self._fallen: dict[str, _Fallen] = {}

    def look(self, name: str, how: str, start: Callable[[], object]) -> None:
        """To be called while ``name`` is down; starts it when it is due. ``how`` it ended is for people."""
        one, now = self._fallen.setdefault(name, _Fallen()), time.monotonic()
        if one.due is None:
            pause = one.put_off(now)
            when = f"in {pause:.0f} s" if pause else "at once"
            print(f"sigap: {how}\n  It is started again {when}.", file=sys.stderr, flush=True)
        if one.is_due(now):
            one.due, one.started = None, now
            try:
                start()
            except ServerError as error:
                print(f"sigap: {error}", file=sys.stderr, flush=True)
