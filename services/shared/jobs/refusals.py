"""What the gate refused: counted in the worker's own memory, and fetched by the thread that writes it down.

So a flood of forged messages costs no statement each. Nothing of a message is kept: whoever wrote it chose its words.
"""

from __future__ import annotations

import threading
from collections import Counter
from enum import StrEnum


class Reason(StrEnum):
    """Why a message was refused; ``UNSIGNED_ACCEPTED``: it was taken, with this warning."""

    MALFORMED = "malformed"
    UNKNOWN_TASK = "unknown_task"
    FOREIGN_QUEUE = "foreign_queue"
    EMBEDDED_WORK = "embedded_work"
    UNSIGNED = "unsigned"
    UNSIGNED_ACCEPTED = "unsigned_accepted"
    WRONG_SIGNATURE = "wrong_signature"
    FOREIGN_SENDER = "foreign_sender"
    FOREIGN_CONTENT = "foreign_content"
    CLOCK = "clock"


class RefusedTask(Exception):
    """A message is not for this worker. ``sender``: the name that it bears, where that is one of ours."""

    def __init__(self, reason: Reason, sender: str | None = None) -> None:
        super().__init__(reason)
        self.reason, self.sender = reason, sender or ""


Found = tuple[str, str, Reason]  # queue, sender, why


class Refusals:
    """How often what was refused since it was fetched last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[Found] = Counter()

    def note(self, queue: str, refused: RefusedTask) -> None:
        """Count one message."""
        with self._lock:
            self._counts[queue, refused.sender, refused.reason] += 1

    def fetch(self) -> dict[Found, int]:
        """What was counted, and begin anew."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        return dict(counts)

    def give_back(self, counts: dict[Found, int]) -> None:
        """What could not be written down is fetched again."""
        with self._lock:
            self._counts.update(counts)
