"""Lists page after page: a page says after which row the next one begins, so that each costs the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_
from sqlalchemy.orm import Session

Row = TypeVar("Row")
COUNTED = 999  # of a list; beyond that "999+" says as much


@dataclass(frozen=True)
class Cursor:
    """Where a list goes on: after the row of this moment with this key."""

    at: datetime
    key: Any

    @classmethod
    def parse(cls, text: str | None, key: Callable[[str], Any] = UUID) -> Cursor | None:
        """The cursor of an address; None where there is none, or a spoilt one: the list begins at its top."""
        moment, _, identifier = (text or "").partition("_")
        try:
            at = datetime.fromisoformat(moment.replace(" ", "+"))
            return cls(at, key(identifier)) if at.tzinfo else None
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.key}"

    def before(self, at: Any, key: Any) -> ColumnElement[bool]:
        """The rows that come after it in a list with the newest first, by their moment and key."""
        return tuple_(at, key) < (self.at, self.key)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows of a list, and where it goes on: a cursor or another mark; None at its end."""

    rows: Sequence[Row]
    after: Any

    @classmethod
    def of(cls, found: Sequence[Row], limit: int, mark: Callable[[Row], Any]) -> Page[Row]:
        """A page of at most ``limit`` rows; ``found`` has one more where the list goes on after ``mark(last row)``."""
        return cls(found[:limit], mark(found[limit - 1]) if len(found) > limit else None)


@dataclass(frozen=True)
class Part(Generic[Row]):
    """The first rows of a list, and how many more it has: counted up to ``COUNTED`` + 1."""

    rows: Sequence[Row]
    beyond: int

    @classmethod
    def of(cls, session: Session, wanted: Select[Row], most: int) -> Part[Row]:
        """At most ``most`` rows of what is wanted; it is counted only where there may be more."""
        rows = session.scalars(wanted.limit(most)).all()
        return cls(rows, counted(session, wanted) - most if len(rows) == most else 0)


def counted(session: Session, wanted: Select[Any]) -> int:
    """How many rows a list has, up to ``COUNTED`` + 1: however long it is, as many are looked at."""
    some = wanted.with_only_columns(literal(1)).order_by(None).limit(COUNTED + 1).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0
