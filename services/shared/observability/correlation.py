"""The correlation id: one per browser request, carried through outbox, task and acknowledgement to every log line."""

from __future__ import annotations

import re
import secrets
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("correlation_id", default="")
_SAFE = re.compile(r"[A-Za-z0-9._-]{8,64}")


def current() -> str:
    """The id of the present request or task; a new one where none was begun."""
    return _current.get() or begin(None)


def begin(given: str | None) -> str:
    """Start a new request or task with the given id, or a fresh one where it is missing or not safe to log."""
    value = given if given and _SAFE.fullmatch(given) else secrets.token_hex(8)
    _current.set(value)
    return value
