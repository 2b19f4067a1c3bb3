"""A gate before argon2: each hash takes 64 MiB, and a process has room for a few of them at once."""

from __future__ import annotations

import threading
from types import TracebackType

from services.shared.errors import Unavailable
from services.shared.phrases import phrase

BUSY = phrase("Terlalu banyak orang masuk pada saat yang sama. Tunggu beberapa detik, lalu coba lagi.")


class Gate:
    """So many ``places`` at once; a short ``line`` waits for at most ``seconds``, whoever comes then is turned away.

    One for a process: it counts its threads. Turned away at once, a crowd holds no thread that others need.
    """

    def __init__(self, places: int, line: int, seconds: float) -> None:
        self._free, self._seconds = threading.BoundedSemaphore(places), seconds
        self._here = threading.BoundedSemaphore(places + line)

    def __enter__(self) -> None:
        """Come in; raises Unavailable."""
        if not self._here.acquire(blocking=False):
            raise Unavailable(BUSY)
        if not self._free.acquire(timeout=self._seconds):
            self._here.release()
            raise Unavailable(BUSY)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Go out."""
        self._free.release()
        self._here.release()
