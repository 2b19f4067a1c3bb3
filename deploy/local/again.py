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


class Again:
    """The pauses of all that may end, by name."""

    def __init__(self) -> None:
        self._fallen: dict[str, _Fallen] = {}

    def look(self, name: str, how: str, start: Callable[[], object]) -> None:
        """To be called while ``name`` is down; starts it when it is due. ``how`` it ended is for people."""
        one, now = self._fallen.setdefault(name, _Fallen()), time.monotonic()
        if one.due is None:
            one.tries = one.tries + 1 if now - one.started < CALM else 0
            pause = min(LONGEST, 2.0 ** (one.tries - 1)) if one.tries else 0
            one.due = now + pause
            when = f"in {pause:.0f} s" if pause else "at once"
            print(f"sigap: {how}\n  It is started again {when}.", file=sys.stderr, flush=True)
        if now >= one.due:
            one.due, one.started = None, now
            try:
                start()
            except ServerError as error:
                print(f"sigap: {error}", file=sys.stderr, flush=True)
