"""Swift filter: a cache inside the proxy's process, so that no memcached server is needed.

The proxy is one process with one thread (eventlet), so plain dictionaries are safe.
"""

from __future__ import annotations

import time as clock
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

MOST_ENTRIES = 20_000


class LocalCache:
    """What Swift uses of its memcached client: same names, same order of arguments. Times in seconds, 0 is for ever."""

    def __init__(self) -> None:
        self._entries: OrderedDict[str, tuple[Any, float]] = OrderedDict()

    def get(self, key: str, raise_on_error: bool = False, **_: Any) -> Any:
        """The value, or None where it is absent or too old."""
        value, until = self._entries.get(key, (None, 0.0))
        if until and until < clock.time():
            del self._entries[key]
            return None
        return value

    def set(self, key: str, value: Any, serialize: bool = True, time: float = 0, **_: Any) -> None:
        """Keep a value; the oldest entry makes room."""
        self._entries.pop(key, None)
        self._entries[key] = (value, clock.time() + time if time else 0.0)
        if len(self._entries) > MOST_ENTRIES:
            self._entries.popitem(last=False)

    def delete(self, key: str, server_key: str | None = None, **_: Any) -> None:
        """Forget a value."""
        self._entries.pop(key, None)

    def incr(self, key: str, delta: int = 1, time: float = 0, **_: Any) -> int:
        """Add to a counter and return it; as with memcached it does not go below zero."""
        value = max(0, int(self.get(key) or 0) + int(delta))
        self.set(key, value, time=time)
        return value

    def decr(self, key: str, delta: int = 1, time: float = 0, **_: Any) -> int:
        """Subtract from a counter and return it."""
        return self.incr(key, -int(delta), time)

    def set_multi(self, mapping: Mapping[str, Any], server_key: str, serialize: bool = True, time: float = 0) -> None:
        """Keep several values."""
        for key, value in mapping.items():
            self.set(key, value, time=time)

    def get_multi(self, keys: Iterable[str], server_key: str, **_: Any) -> list[Any]:
        """Several values, None for each that is absent."""
        return [self.get(key) for key in keys]


def filter_factory(global_conf: Mapping[str, str], **conf: str) -> Callable[[Application], Application]:
    """Paste entry point: puts one cache into the environment of every request."""
    cache = LocalCache()

    def wrap(app: Application) -> Application:
        def cached(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            environ["swift.cache"] = cache
            return app(environ, start_response)

        return cached

    return wrap
