"""Ctrl-C and SIGTERM as a note that is read between two steps, not as an exception in the middle of one.

An exception out of nowhere can be swallowed by any library, or leave a server half started.
"""

from __future__ import annotations

import signal
import threading


class Stopped(BaseException):
    """Somebody asked the runner to stop. Not an Exception: no ``except Exception`` on the way may keep it."""


class StopRequest:
    """Takes the signals while things are started. The second one interrupts whatever is under way."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._take)

    def check(self) -> None:
        """Raises Stopped where a signal has come."""
        if self.asked.is_set():
            raise Stopped

    def _take(self, *_: object) -> None:
        self.check()
        self.asked.set()
