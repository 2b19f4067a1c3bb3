"""The cache inside the object store's proxy: what Swift expects of memcached, and no more memory than allowed."""

from __future__ import annotations

import pytest

from deploy.local import swiftcache
from deploy.local.swiftcache import LocalCache


def test_values_stay_until_their_time_is_over() -> None:
    cache = LocalCache()
    cache.set("kept", {"a": 1})
    cache.set("fresh", 1, time=60)
    cache.set("stale", 1, time=-1)
    assert cache.get_multi(["kept", "fresh", "stale", "unknown"], "server") == [{"a": 1}, 1, None, None]
    cache.delete("kept")
    assert cache.get("kept") is None


def test_counters_do_not_go_below_zero() -> None:
    cache = LocalCache()
    assert [cache.incr("n", 3), cache.decr("n"), cache.decr("n", 5)] == [3, 2, 0]


def test_the_oldest_entry_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swiftcache, "MOST_ENTRIES", 2)
    cache = LocalCache()
    cache.set_multi({"first": 1, "second": 2}, "server")
    cache.set("first", 1)
    cache.set("third", 3)
    assert cache.get_multi(["first", "second", "third"], "server") == [1, None, 3]
