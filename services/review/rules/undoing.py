"""*Urungkan*: which steps may be taken back, by whom and how long."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from services.review.states import MOVES, State
from services.shared.errors import Stale

WITHIN = timedelta(minutes=10)
GONE = (
    "Langkah terakhir tidak dapat diurungkan: sudah lewat 10 menit, sudah diberitahukan, sudah disusul langkah lain, "
    "atau bukan langkah Anda. Catat koreksinya sebagai langkah baru."
)
# A step that leads to another state is told at once to whoever has the next one, and to the desk.
STAYS = frozenset((row.source, row.verb) for row in MOVES if row.source == row.target)
_KINDS: dict[str, Callable[[str], Any]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "UUID": uuid.UUID,
}


def stays(state: str, verb: str) -> bool:
    """Whether this step leaves the case where it is, so that it may have stayed in the house."""
    return (State(state), verb) in STAYS


def check_undo(*, by_me: bool, at: datetime, version: int, now_at: datetime, now_version: int) -> None:
    """Raise Stale unless it is my own last step, nothing has followed, and it is not long ago."""
    if not by_me or version != now_version or now_at - at > WITHIN:
        raise Stale(GONE)


def as_kept(values: dict[str, Any]) -> dict[str, Any]:
    """What stood in a row's columns, as JSON."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    kind = type(value).__name__
    return {"of": kind, "is": str(value) if kind == "UUID" else value.isoformat()} if kind in _KINDS else value


def as_was(kept: Any) -> Any:
    """The value that one of ``as_kept`` stands for."""
    return _KINDS[kept["of"]](kept["is"]) if isinstance(kept, dict) and set(kept) == {"of", "is"} else kept
