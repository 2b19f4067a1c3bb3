"""While a question is answered nothing is written: PostgreSQL is only read, and the object store takes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_only: ContextVar[bool] = ContextVar("only_reading", default=False)


@contextmanager
def only_reading() -> Iterator[None]:
    """Whatever this thread does within writes nothing; what tries to fails."""
    token = _only.set(True)
    try:
        yield
    finally:
        _only.reset(token)


def is_only_reading() -> bool:
    """Whether nothing may be written now."""
    return _only.get()
