"""An engine of SQLAlchemy for what a command does once: its connections are closed when that is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import URL, Engine, create_engine


@contextmanager
def engine_of(address: str | URL, **options: Any) -> Iterator[Engine]:
    """For as long as it is needed; ``options`` are ``create_engine``'s."""
    engine = create_engine(address, **options)
    try:
        yield engine
    finally:
        engine.dispose()
