"""Writing in the register book (16a); how rows are chained stands in ``chained``."""

from __future__ import annotations

from typing import Any

from services.registry.actions import chained
from services.registry.actions.indexing import note_words
from services.registry.tables import Counter, RegisterEntry
from services.shared.calendar import clock
from services.shared.unit_of_work import Work

_EMPTY: dict[str, Any] = {"letter_id": None, "finished_on": None, "strikes": None} | dict.fromkeys(
    ("nik_masked", "village", "result", "letter_number", "note", "reason"), ""
)
CORRECTABLE = ("applicant_name", "village", "service", "summary", "officer", "finished_on", "result", "note")
_CARRIED = ("kind", "received_on", "case_no", "letter_id", "nik_masked", "letter_number", *CORRECTABLE)
lock = chained.lock


def append(work: Work, **columns: Any) -> RegisterEntry:
    """Write a row with the next running number of the year (the office's local year)."""
    lock(work.session)
    year = clock.local(work.now).date().year
    return append_as(work, year, Counter.next(work.session, "register", year), **columns)


def append_as(work: Work, year: int, serial: int, **columns: Any) -> RegisterEntry:
    """Write a row under a number that nothing else has; who asks holds the lock."""
    numbered = {"year": year, "serial": serial}
    entry = chained.append(work, RegisterEntry, _EMPTY | columns | numbered)
    note_words(work.session, entry)
    return entry


def strike(work: Work, old: RegisterEntry, reason: str, **changes: Any) -> RegisterEntry:
    """Write a row that takes the place of ``old``, which stays in the book, struck through."""
    kept = {name: getattr(old, name) for name in _CARRIED}
    return append(work, **kept | changes, strikes=old.position, reason=reason)
