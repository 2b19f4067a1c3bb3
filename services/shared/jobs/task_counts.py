"""How many tasks ended how, and how long they took: counted by the workers at the broker, told by the web process.

A worker answers no HTTP; the broker is where both are. Counts start anew with an emptied broker, as counters may.
"""

from __future__ import annotations

from dataclasses import dataclass

import redis
from redis.exceptions import RedisError

DIRECT = ("redis://", "rediss://")


@dataclass(frozen=True)
class Counted:
    """Tasks of one name with one outcome (done or failed), and their time in seconds."""

    task: str
    outcome: str
    number: int
    seconds: float


class TaskCounts:
    """The counts of one service. Nothing here ever fails a task: where the broker is away, a task is not counted."""

    def __init__(self, broker_url: str, service: str, prefix: str = "") -> None:
        self._key = f"{prefix}sigap:{service}:tasks"  # among the keys that deploy/rights/broker.acl gives the service
        direct = broker_url.startswith(DIRECT)
        self._client = redis.Redis.from_url(broker_url, socket_timeout=1, socket_connect_timeout=1) if direct else None

    def note(self, task: str, outcome: str, seconds: float) -> None:
        """Count one task that has ended."""
        if self._client is None:
            return
        try:
            with self._client.pipeline(transaction=False) as pipe:
                pipe.hincrby(self._key, f"{task} {outcome} number", 1)
                pipe.hincrbyfloat(self._key, f"{task} {outcome} seconds", round(seconds, 6))
                pipe.execute()
        except RedisError:
            return

    def read(self) -> list[Counted]:
        """All counts; none where the broker does not answer."""
        if self._client is None:
            return []
        try:
            kept = {name.decode(): value for name, value in self._client.hgetall(self._key).items()}  # type: ignore[union-attr]
        except RedisError:
            return []
        found = []
        for name in sorted(name for name in kept if name.endswith(" number")):
            task, outcome, _ = name.split(" ")
            found.append(Counted(task, outcome, int(kept[name]), float(kept.get(f"{task} {outcome} seconds", 0))))
        return found
