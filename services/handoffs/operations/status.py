"""The facts: what waits, what is dead, what is held, how long the queues are, whether workers and beat live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import redis
from redis.exceptions import RedisError
from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import Session

from services.handoffs import outbox as rows
from services.handoffs.contracts import CONTRACTS
from services.handoffs.operations import heartbeat, refused
from services.handoffs.tables import inbox, outbox
from services.shared.errors import Unavailable
from services.shared.jobs import rows as job_rows
from services.shared.jobs import schedule
from services.shared.jobs.refusals import Reason
from services.shared.jobs.schedule import Job
from services.shared.jobs.worker import queues
from services.shared.rights import barring
from services.shared.staff import backups
from services.shared.unit_of_work import Service

SILENT = timedelta(seconds=30)  # a worker or beat that was not seen for so long is said to be silent
SHOWN = 50  # dead letters on the page
_UNSETTLED = (  # by the partial indexes: millions of settled rows cost nothing
    select(
        outbox.c.receiver,
        func.count().filter(rows.OPEN).label("open"),
        func.min(outbox.c.created_at).filter(rows.OPEN).label("oldest"),
        func.count().filter(outbox.c.dead_at.is_not(None)).label("dead"),
    )
    .where(or_(rows.OPEN, outbox.c.dead_at.is_not(None)))
    .group_by(outbox.c.receiver)
)
READABLE = frozenset(
    {
        "archive_no", "at", "branch", "category", "class_code", "classification", "dated", "deadline", "ended_at",
        "handed_at", "letter_id", "letter_kind", "letter_number", "number", "outcome", "part", "parts", "progress",
        "requested_at", "retain_until", "role", "round", "sha256", "size", "stage", "step", "verdict", "versions",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Status:
    """The state of one service's handoffs at a moment; ages in seconds. ``beat_at`` is the beat's last tick.

    ``archive``: who keeps the archive's bytes, of the service that writes them; None of the others. ``refused``: what
    the gates of the workers did not take.
    """

    service: str
    at: datetime
    pairs: list[dict[str, Any]]
    dead: list[dict[str, Any]]
    held: list[dict[str, Any]]
    queues: dict[str, int] | None
    store_answers: bool
    archive: dict[str, Any] | None
    workers: list[dict[str, Any]]
    beat_at: datetime | None
    jobs: list[dict[str, Any]]
    refused: list[dict[str, Any]]

    @property
    def worker_silent(self) -> bool:
        """No worker gave a sign of life: what others hand over waits."""
        return not self.workers or self.at - self.workers[0]["seen_at"] > SILENT

    @property
    def beat_silent(self) -> bool:
        """No tick arrives: the beat does not run, or the broker or every worker is away. Nothing is sent again."""
        return self.beat_at is None or self.at - self.beat_at > SILENT

    @property
    def forged(self) -> bool:
        """Somebody put what is not ours into our queues, a day ago or less."""
        serious = (row for row in self.refused if row["reason"] != Reason.UNSIGNED_ACCEPTED)
        return any(self.at - row["at"] < refused.FRESH for row in serious)

    @property
    def well(self) -> bool:
        """Nothing here needs a person."""
        failing = any(job["failing"] for job in self.jobs)
        silent = self.worker_silent or self.beat_silent or self.queues is None or not self.store_answers
        return not (self.dead or failing or silent or self.forged)


def read(service: Service, jobs: tuple[Job, ...], now: datetime) -> Status:
    """Gather the facts of one service; ``queues`` is None where the broker does not answer."""
    answers = service.store.answers()
    archive = _archive(service, answers) if service.name == "registry" else None
    with service.reading() as session:
        return Status(
            service=service.name,
            at=now,
            pairs=_pairs(session, service.name, now),
            dead=_dead(session),
            held=_held(session, now),
            queues=_queues(service),
            store_answers=answers,
            archive=archive,
            workers=heartbeat.workers(session),
            beat_at=heartbeat.last_tick(session),
            jobs=_jobs(session, jobs, now),
            refused=refused.read(session),
        )


def backup(service: Service, now: datetime) -> dict[str, Any]:
    """When the newest good backup was begun (``at``), and whether that is too long ago (``old``)."""
    with service.staff.transaction() as session:
        newest = backups.newest(session, now)
    at = newest["begun_at"] if newest else None
    return {"at": at, "old": at is None or now - at > backups.TOO_OLD}


def _pairs(session: Session, sender: str, now: datetime) -> list[dict[str, Any]]:
    waiting = {row.receiver: row for row in session.execute(_UNSETTLED)}
    return [
        {"sender": sender, "receiver": receiver, **_counts(waiting.get(receiver), now)}
        for giver, receiver in CONTRACTS.pairs()
        if giver == sender
    ]


def _counts(row: Row[Any] | None, now: datetime) -> dict[str, int]:
    if row is None:
        return {"open": 0, "oldest_seconds": 0, "dead": 0}
    age = round((now - row.oldest).total_seconds()) if row.oldest else 0
    return {"open": row.open, "oldest_seconds": age, "dead": row.dead}


def _dead(session: Session) -> list[dict[str, Any]]:
    found = session.execute(
        select(outbox)
        .where(outbox.c.dead_at.is_not(None), *barring.unseen(session, outbox.c.case_no))
        .order_by(outbox.c.dead_at.desc())
        .limit(SHOWN)
    )
    return [_dead_letter(row) for row in found]


def _dead_letter(row: Row[Any]) -> dict[str, Any]:
    same = ("receiver", "kind", "version", "case_no", "sequence", "dead_at")
    told = {name: getattr(row, name) for name in same}
    return {"id": str(row.id), **told, "reason": row.dead_reason, "replays": row.replays, "body": masked(row.body)}


def _held(session: Session, now: datetime) -> list[dict[str, Any]]:
    found = session.execute(
        select(inbox.c.sender, inbox.c.held_reason, func.count().label("count"), func.min(inbox.c.received_at))
        .where(~inbox.c.done)
        .group_by(inbox.c.sender, inbox.c.held_reason)
    )
    return [
        {"sender": row[0], "reason": row[1], "count": row[2], "oldest_seconds": round((now - row[3]).total_seconds())}
        for row in found
    ]


def _queues(service: Service) -> dict[str, int] | None:
    client = redis.Redis.from_url(service.settings.broker_url, socket_timeout=1, socket_connect_timeout=1)
    prefix = service.settings.broker_prefix
    try:
        return {name: int(client.llen(f"{prefix}{name}")) for name in queues(service.name)}  # type: ignore[arg-type]
    except RedisError:
        return None
    finally:
        client.close()


def _archive(service: Service, answers: bool) -> dict[str, Any]:
    """What the store says of the archive bucket's object lock; ``object_lock`` is None where it cannot be asked."""
    try:
        lock = service.store.lock(service.settings.archive_bucket) if answers else None
    except Unavailable:
        answers, lock = False, None
    return {
        "object_lock": lock is not None if answers else None,
        "mode": lock.mode if lock else None,
        "days": lock.days if lock else None,
    }


def _jobs(session: Session, jobs: tuple[Job, ...], now: datetime) -> list[dict[str, Any]]:
    last, failing = schedule.last_runs(session), schedule.failures(session)
    stuck = job_rows.failed(session)
    return [
        _job(job, last.get(job.name, {}), failing.get(job.name), now)
        | {
            "failed_rows": [dict(row._mapping) for row in stuck if row.job == job.name],
        }
        for job in jobs
    ]


def _job(job: Job, last: Mapping[str, Any], failure: Mapping[str, Any] | None, now: datetime) -> dict[str, Any]:
    return {
        "job": job.name,
        "every_seconds": round(job.every.total_seconds()),
        "last_run": last.get("finished_at"),
        "outcome": last.get("outcome", ""),
        "next_run": job.next_run(last, now, failure),
        "failing": failure,
    }


def masked(body: Any, key: str = "") -> Any:
    """A message's body with every text hidden that could name a person; codes, numbers and dates stay."""
    if isinstance(body, dict):
        return {name: masked(value, name) for name, value in body.items()}
    if isinstance(body, list):
        return [masked(value, key) for value in body]
    return body if key in READABLE or not isinstance(body, str) else "•••"
