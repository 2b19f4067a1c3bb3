"""Pages of lists of cases: a cursor holds a day or a moment, and a case number; a spoilt one is refused."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import Select
from sqlalchemy.orm import Session

from services.review.tables import Case
from services.shared.data.paging import Page
from services.shared.errors import RuleBroken

PAGE = 25


def page(session: Session, statement: Select[Case], limit: int, key: Callable[[Case], list[str]]) -> Page[Case]:
    """The first rows of a statement, and the cursor of what follows: the ``key`` of the last one."""
    found = session.execute(statement.limit(limit + 1)).scalars().all()
    return Page.of(found, limit, lambda case: _pack(key(case)))


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
