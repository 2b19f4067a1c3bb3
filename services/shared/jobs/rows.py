"""Many things in one timed job: what fails for one of them does not hold the others.

Each thing has a savepoint of its own. What failed is noted with its reason, told to the administrators
(``services/handoffs/job_failures.py``), and tried again with back-off: five minutes, ten, twenty … a day. When it
succeeds the note goes; so it does where people did by hand what the job could not, and it is no longer due.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Row, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.shared.errors import Unavailable
from services.shared.jobs.schedule import reason_of
from services.shared.jobs.tables import timed_job_row
from services.shared.rights import barring
from services.shared.unit_of_work import Work

Thing = TypeVar("Thing")
Result = TypeVar("Result")
log = logging.getLogger(__name__)

SOONEST, LATEST = timedelta(minutes=5), timedelta(days=1)
SETTLED = timedelta(days=2)  # after its next try: by then every job has come by


def each(
    work: Work, things: Iterable[Thing], name: Callable[[Thing], str], do: Callable[[Thing], Result]
) -> list[Result]:
    """Do it to each thing whose time it is; returns what came of those that did not fail. See ``in_turn``."""
    return list(in_turn(work, things, name, do))


def in_turn(
    work: Work, things: Iterable[Thing], name: Callable[[Thing], str], do: Callable[[Thing], Result]
) -> Iterator[Result]:
    """The same one after the other, for who wants to keep what was done before a server went away.

    ``name`` says which thing it is, to people: the number of a case, never a name of somebody.

    Raises:
        Unavailable: a server does not answer; that is no thing's fault, and the rest is tried at the next run.
    """
    known = {row.subject: row for row in failed(work.session, work.job)}
    for thing in things:
        subject = name(thing)
        before = known.get(subject)
        if before is not None and _waits(before, work.now):
            continue
        try:
            with work.part():
                result = do(thing)
        except Unavailable:
            raise
        except Exception as error:
            log.exception("timed job %s failed for %s", work.job, subject)
            _note(work, subject, before, error)
        else:
            if before is not None:
                work.session.execute(delete(timed_job_row).filter_by(job=work.job, subject=subject))
            yield result


def apart(work: Work, do: Callable[[Work, Any], Result]) -> Callable[[Any], Result]:
    """``do`` with a row in a unit of work of its own: what it locks is let go when it is done, while the run goes on.

    For runs that take long, as those that read files, over rows that people change meanwhile: with all of them held to
    the end, who presses a button at the desk waits for the run, or is told that somebody else has it.
    """

    def alone(row: Any) -> Result:
        with work.service.work(work.actor, work.now) as own:
            own.job = work.job
            return do(own, own.session.get_one(type(row), row.id))

    return alone


def failed(session: Session, job: str | None = None) -> list[Row[Any]]:
    """What waits for another try, the oldest first; of one job, or of all."""
    open_to_reader = barring.mentions(barring.shut(session), timed_job_row.c.subject, timed_job_row.c.reason)
    wanted = select(timed_job_row).where(*open_to_reader).order_by(timed_job_row.c.since, timed_job_row.c.subject)
    return [*session.execute(wanted.filter_by(job=job) if job is not None else wanted)]


def at_most(work: Work, count: int) -> int:
    """How many things to look up so that ``count`` can be done: those that wait for another try stand among them."""
    return count + sum(_waits(row, work.now) for row in failed(work.session, work.job))


def ready(work: Work, things: Iterable[Thing], name: Callable[[Thing], str]) -> list[Thing]:
    """Those whose time it is: what failed waits for its next try."""
    waiting = {row.subject for row in failed(work.session, work.job) if _waits(row, work.now)}
    return [thing for thing in things if name(thing) not in waiting]


def forget_settled(work: Work) -> None:
    """Let go of what no job met again at its next try: it is not due any more, so nothing stands still."""
    work.session.execute(delete(timed_job_row).where(timed_job_row.c.next_try_at < work.now - SETTLED))


def _note(work: Work, subject: str, before: Row[Any] | None, error: Exception) -> None:
    times, since = (before.times + 1, before.since) if before is not None else (1, work.now)
    values = {"times": times, "next_try_at": _next_try(work.now, times), "reason": reason_of(error)}
    row = insert(timed_job_row).values(job=work.job, subject=subject, since=since, **values)
    work.session.execute(row.on_conflict_do_update(index_elements=["job", "subject"], set_=values))


def _waits(row: Row[Any], now: datetime) -> bool:
    """Whether its next try is still to come; one further away than any pause: the clock was set back since."""
    return bool(now < row.next_try_at <= now + LATEST)


def _next_try(now: datetime, times: int) -> datetime:
    return now + min(SOONEST * 2 ** min(times - 1, 16), LATEST)
