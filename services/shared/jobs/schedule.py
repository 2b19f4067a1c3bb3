"""Timed work as due rows: ``UNIQUE(job, due_at)`` lets a job run once per slot, however many beats tick.

A job runs in the transaction that claims its slot: if it fails, the slot is free again. Where a server did not answer
the next tick tries again; any other failure is tried again with back-off: half a minute, one, two … an hour. That it
fails is noted beside, for the operations page and the administrators' bell, until it succeeds.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, func, or_, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.orm import Session

from services.shared.errors import Refused, Unavailable
from services.shared.jobs.tables import timed_job, timed_job_failure
from services.shared.rights.people import SYSTEM
from services.shared.unit_of_work import Service, Work

log = logging.getLogger(__name__)
SOONEST, LATEST = timedelta(seconds=30), timedelta(hours=1)  # until a job that failed as a whole is tried again
KEEP = timedelta(days=14)  # runs that are listed; an older slot is never due again

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Job:
    """A timed job: its name, how often it is due, and what it does; the text it returns is its outcome.

    One that found nothing to do (an empty outcome) is let be for the time of its ``rest``.
    """

    name: str
    every: timedelta
    run: Callable[[Work], str]
    rest: timedelta = timedelta(0)

    def slot(self, now: datetime) -> datetime:
        """The newest moment at which the job was due."""
        return EPOCH + (now - EPOCH) // self.every * self.every

    def rests(self, due_at: datetime, outcome: str, now: datetime) -> bool:
        """Whether that run lets it be still."""
        return not outcome and due_at <= now < due_at + self.rest

    def next_run(self, last: Mapping[str, Any], now: datetime, failure: Mapping[str, Any] | None = None) -> datetime:
        """When it looks next; ``last``: its newest run, as of ``last_runs``, or nothing; ``failure``: its newest try's.

        What failed has its slot still: it looks at the next tick, or when its pause is over.
        """
        if failure:
            return failure["next_try_at"] if _waits(failure, now) else now
        soonest = self.slot(now) + self.every
        return max(soonest, last["due_at"] + self.rest) if last and not last["outcome"] else soonest


def run_due(service: Service, jobs: Iterable[Job], now: datetime) -> list[str]:
    """Run each job whose newest slot nobody has taken yet; returns the names of those that ran."""
    ran = []
    for job in _due(service, jobs, now):
        try:
            if _run(service, job, now):
                ran.append(job.name)
        except Exception as error:
            log.exception("timed job %s failed and is tried again", job.name)
            _note_failure(service, job, error, now)
    return ran


def _due(service: Service, jobs: Iterable[Job], now: datetime) -> list[Job]:
    """The jobs whose newest slot is not taken: one look, for at most ticks there is none."""
    known = {job.name: job for job in jobs}
    slots = {(job.name, job.slot(now)): job for job in known.values()}
    mine = tuple_(timed_job.c.job, timed_job.c.due_at).in_(slots)
    ahead = and_(timed_job.c.job.in_([job.name for job in slots.values()]), timed_job.c.due_at > now)
    rests = [
        and_(timed_job.c.job == job.name, timed_job.c.due_at > now - job.rest) for job in slots.values() if job.rest
    ]
    with service.reading() as session:
        runs = session.execute(select(timed_job).where(or_(mine, ahead, *rests))).all()
        waiting = {name for name, failure in failures(session).items() if _waits(failure, now)}
    done = {(row.job, row.due_at) for row in runs}
    resting = {row.job for row in runs if known[row.job].rests(row.due_at, row.outcome, now)}
    if backwards := {job for job, due_at in done if due_at > now}:
        _free(service, [slot for slot in slots if slot[0] in backwards])
        done = {slot for slot in done if slot[0] not in backwards}
    return [job for slot, job in slots.items() if slot not in done and job.name not in resting | waiting]


def _free(service: Service, slots: list[tuple[str, datetime]]) -> None:
    """The clock was set back: what ran in hours that are still to come holds no slot; else the job stood still."""
    log.warning("the clock was set back; timed jobs run again: %s", ", ".join(name for name, _ in slots))
    with service.database.transaction() as session:
        for name, slot in slots:
            session.execute(delete(timed_job).where(timed_job.c.job == name, timed_job.c.due_at >= slot))


def _note_failure(service: Service, job: Job, error: Exception, now: datetime) -> None:
    """Keep the failure for people to see; where the database itself is away the log line must do."""
    try:
        with service.database.transaction() as session:
            _write_failure(session, job, error, now)
    except Unavailable:
        log.warning("the failure of timed job %s could not be noted", job.name)


def _write_failure(session: Session, job: Job, error: Exception, now: datetime) -> None:
    before = failures(session).get(job.name, {"since": now, "times": 0, "failed_at": now, "next_try_at": None})
    values = {"since": before["since"], "times": before["times"] + 1, "reason": reason_of(error)}
    values |= {"failed_at": now, "next_try_at": now + _pause(before, error)}
    row = insert(timed_job_failure).values(job=job.name, **values)
    session.execute(row.on_conflict_do_update(index_elements=[timed_job_failure.c.job], set_=values))


def _pause(before: Mapping[str, Any], error: Exception) -> timedelta:
    """Twice the pause of before; none where a server was away: however often that was, the next fault is a first."""
    if isinstance(error, Unavailable):
        return timedelta(0)
    last = (before["next_try_at"] or before["failed_at"]) - before["failed_at"]
    return min(max(2 * last, SOONEST), LATEST)


def _waits(failure: Mapping[str, Any], now: datetime) -> bool:
    """Whether a job that failed as a whole is let be; a failure in the future: the clock was set back since."""
    return bool(failure["next_try_at"]) and failure["failed_at"] <= now < failure["next_try_at"]


def reason_of(error: Exception) -> str:
    """What people read of a failure."""
    told = error.message if isinstance(error, Refused | Unavailable) else f"{type(error).__name__}: lihat log pekerja"
    return told[:500]


def _run(service: Service, job: Job, now: datetime) -> bool:
    with service.work(SYSTEM, now) as work:
        if not _alone(work.session, job):
            return False
        claim = (
            insert(timed_job)
            .values(job=job.name, due_at=job.slot(now), finished_at=now, outcome="")
            .on_conflict_do_nothing()
            .returning(timed_job.c.job)
        )
        if work.session.execute(claim).first() is None:
            return False
        work.job = job.name
        outcome = job.run(work)
        work.session.execute(
            timed_job.update()
            .where(timed_job.c.job == job.name, timed_job.c.due_at == job.slot(now))
            .values(outcome=outcome[:500], finished_at=func.clock_timestamp())
        )
        past = work.now - KEEP
        work.session.execute(delete(timed_job).where(timed_job.c.job == job.name, timed_job.c.due_at < past))
        work.session.execute(delete(timed_job_failure).where(timed_job_failure.c.job == job.name))
    return True


def _alone(session: Session, job: Job) -> bool:
    """Whether no other worker is at this job now: a tick must not wait for a slow run, nor run beside it."""
    key = func.hashtext(func.concat("timed:", func.current_schema(), ":", job.name))
    return session.execute(select(func.pg_try_advisory_xact_lock(key))).scalar_one()


def last_runs(session: Session) -> dict[str, dict[str, Any]]:
    """The newest run of each job: due_at, finished_at, outcome."""
    rows = session.execute(
        select(timed_job).ext(distinct_on(timed_job.c.job)).order_by(timed_job.c.job, timed_job.c.due_at.desc())
    )
    return {row.job: dict(row._mapping) for row in rows}


def failures(session: Session) -> dict[str, dict[str, Any]]:
    """The jobs whose newest try failed: since, failed_at, times, reason, next_try_at."""
    return {row.job: dict(row._mapping) for row in session.execute(select(timed_job_failure))}
