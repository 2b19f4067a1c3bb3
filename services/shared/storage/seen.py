"""What the object store was seen to hold: to list a folder takes longer than all other questions of a page."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable

from services.shared.storage.object_store import ObjectStore

FRESH = 60.0  # seconds for which the store is believed to hold what it was seen to hold
MOST = 500  # folders of which that is remembered

Paths = frozenset[tuple[str, ...]]
_NOTHING: Paths = frozenset()


class Seen:
    """What lies below folders, remembered in this process. What was not there is looked for again each time."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[float, Paths]] = {}

    def below(self, store: ObjectStore, buckets: Iterable[str], folder: str, wanted: Collection[str]) -> Paths:
        """The paths below a folder, part by part. The buckets are asked in turn, until each of ``wanted`` was seen as
        a part of some path; none is asked where nothing is wanted. Raises Unavailable."""
        at, seen = self._known.get(folder, (0.0, _NOTHING))
        if time.monotonic() - at < FRESH and _holds(seen, wanted):
            return seen
        seen = _NOTHING
        for bucket in buckets:
            if not _holds(seen, wanted):
                seen |= {_parts(key, folder) for key in store.keys(bucket, f"{folder}/")}
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[folder] = (time.monotonic(), seen)
        return seen


def _holds(seen: Paths, wanted: Collection[str]) -> bool:
    return {part for path in seen for part in path}.issuperset(wanted)


def _parts(key: str, folder: str) -> tuple[str, ...]:
    return tuple(key.removeprefix(f"{folder}/").split("/"))
