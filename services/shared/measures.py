"""What a service tells Prometheus of its own work, beside requests, tasks and handoffs: numbers, read when asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session


@dataclass(frozen=True)
class Measure:
    """A gauge ``name`` (label: service). ``read`` gets a moment and is asked at every scrape, so it reads an index."""

    name: str
    words: str
    read: Callable[[Session, datetime], float]
