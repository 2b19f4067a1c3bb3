"""The broker's bad days: takes messages out of the queues and drops, repeats, delays or reorders them."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter

import redis
from redis.exceptions import RedisError

from services.handoffs.contract import SERVICES


class Meddler(threading.Thread):
    """Competes with the workers for messages; what it catches fares badly. ``counts`` tells what it did."""

    def __init__(self, broker_url: str, seed: int, drops: int = 8) -> None:
        super().__init__(daemon=True)
        self._client = redis.Redis.from_url(broker_url, socket_timeout=3)
        self._random = random.Random(seed)
        self._queues = [queue for name in SERVICES for queue in (name, f"{name}.acks")]
        self._delayed: list[tuple[float, str, bytes]] = []
        self._stopping = threading.Event()
        self._weights = (50, drops, 16, 13, 13)
        self.counts: Counter[str] = Counter()

    def run(self) -> None:
        """Meddle until told to stop; then give back what was delayed."""
        while not self._stopping.is_set():
            try:
                self._catch_one()
                self._give_back(time.monotonic())
            except RedisError:
                time.sleep(0.1)
        try:
            self._give_back(float("inf"))
        except RedisError:
            self.counts["dropped"] += len(self._delayed)

    def stop(self) -> None:
        """End the thread."""
        self._stopping.set()
        self.join(10)

    def _catch_one(self) -> None:
        caught = self._client.brpop(self._random.sample(self._queues, len(self._queues)), timeout=1)
        if caught is None:
            return
        queue, message = caught[0].decode(), caught[1]  # type: ignore[index]
        deed = self._random.choices(("pass", "dropped", "repeated", "delayed", "reordered"), self._weights)[0]
        self.counts[deed] += 1
        if deed in {"pass", "repeated"}:
            self._client.rpush(queue, *([message] * (2 if deed == "repeated" else 1)))
        elif deed == "reordered":
            self._client.lpush(queue, message)
        elif deed == "delayed":
            self._delayed.append((time.monotonic() + self._random.uniform(0.2, 4), queue, message))
        time.sleep(self._random.uniform(0, 0.02))

    def _give_back(self, now: float) -> None:
        due = [item for item in self._delayed if item[0] <= now]
        self._delayed = [item for item in self._delayed if item[0] > now]
        for _, queue, message in due:
            self._client.lpush(queue, message)
