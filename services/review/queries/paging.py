"""Pages of lists by key: a cursor says after which row the next page begins."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select
from sqlalchemy.orm import Session

from services.review.tables import Case
from services.shared.errors import RuleBroken

PAGE = 25


@dataclass(frozen=True)
class Page:
    """A page of cases and the cursor of the next one (None at the end)."""

    cases: Sequence[Case]
    after: str | None


def page(session: Session, statement: Select[Case], limit: int, key: Callable[[Case], list[str]]) -> Page:
    """The first rows of a statement, and the cursor of what follows: the ``key`` of the last one."""
    found = session.execute(statement.limit(limit + 1)).scalars().all()
    more = len(found) > limit
    return Page(found[:limit], _pack(key(found[limit - 1])) if more else None)


def after_day(cursor: str) -> tuple[date, str]:
    """The day and the case number of a cursor; raises RuleBroken."""
    first, case_no = _unpack(cursor)
    try:
        return date.fromisoformat(first), case_no
    except ValueError:
        raise _bad_cursor() from None


def after_moment(cursor: str) -> tuple[datetime, str]:
    """The moment and the case number of a cursor; raises RuleBroken."""
    first, case_no = _unpack(cursor)
    try:
        return datetime.fromisoformat(first), case_no
    except ValueError:
        raise _bad_cursor() from None


def _pack(key: list[str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def _unpack(cursor: str) -> tuple[str, str]:
    try:
        first, second = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return str(first), str(second)
    except (ValueError, binascii.Error, TypeError):
        raise _bad_cursor() from None


def _bad_cursor() -> RuleBroken:
    return RuleBroken("Penanda halaman tidak dikenal.", {"after": ["Mulai lagi dari halaman pertama."]})
