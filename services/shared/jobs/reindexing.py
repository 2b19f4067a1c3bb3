"""What lists are searched by is noted anew after an upgrade, a portion at a time, and goes on where it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.shared import folding
from services.shared.jobs import rows
from services.shared.jobs.schedule import Job
from services.shared.unit_of_work import Work

EVERY = timedelta(seconds=10)
REST = timedelta(minutes=10)  # only an upgrade brings work; beside it processes of before may write some more


def job(
    name: str,
    key: Any,
    version: Any,
    note: Callable[[Work, Any], None],
    first: Callable[[Session], None] = lambda session: None,
) -> Job:
    """A timed job that calls ``note`` for each row whose words were made by an earlier ``folding.VERSION``.

    ``key`` and ``version`` are columns of the index's table; ``note`` sets the version. ``first``: what is done before.
    """

    def run(work: Work) -> str:
        first(work.session)
        wanted = (
            select(key)
            .where(version < folding.VERSION)
            .order_by(version, key)
            .limit(rows.at_most(work, folding.AT_ONCE))
        )
        found = work.session.scalars(wanted).all()
        done = rows.each(work, found, str, lambda row: note(work, row))
        return f"{len(done)} baris pencarian dicatat ulang" if done else ""

    return Job(name, EVERY, run, REST)
