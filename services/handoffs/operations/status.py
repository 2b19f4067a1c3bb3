"""The facts: what waits, what is dead, what is held, how long the queues are, whether workers and beat live."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import redis
from redis.exceptions import RedisError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.handoffs import outbox as rows
from services.handoffs.operations import heartbeat
from services.handoffs.tables import inbox, outbox
from services.shared import timed
from services.shared.timed import Job
from services.shared.work import Service
from services.shared.worker import queues

SILENT = timedelta(seconds=30)  # a worker or beat that was not seen for so long is said to be silent
SHOWN = 50  # dead letters on the page
READABLE = frozenset(
    {
        "archive_no", "at", "branch", "category", "class_code", "classification", "dated", "deadline", "ended_at",
        "handed_at", "letter_id", "letter_kind", "letter_number", "number", "outcome", "part", "parts", "progress",
        "requested_at", "retain_until", "role", "round", "sha256", "size", "stage", "step", "verdict", "versions",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Status:
    """The state of one service's handoffs at a moment; ages in seconds."""

    service: str
    at: datetime
    pairs: list[dict[str, Any]]
    dead: list[dict[str, Any]]
    held: list[dict[str, Any]]
    queues: dict[str, int] | None
    workers: list[dict[str, Any]]
    jobs: list[dict[str, Any]]

    @property
    def worker_silent(self) -> bool:
        """No sign of life: the worker or the beat does not run, or the broker does not carry."""
        return not self.workers or self.at - self.workers[0]["seen_at"] > SILENT


def read(service: Service, jobs: tuple[Job, ...], now: datetime) -> Status:
    """Gather the facts of one service; ``queues`` is None where the broker does not answer."""
    with service.reading() as session:
        return Status(
            service=service.name,
            at=now,
            pairs=_pairs(session, service.name, now),
            dead=_dead(session),
            held=_held(session, now),
            queues=_queues(service),
            workers=heartbeat.workers(session),
            jobs=_jobs(session, jobs, now),
        )


def _pairs(session: Session, sender: str, now: datetime) -> list[dict[str, Any]]:
    found = session.execute(
        select(
            outbox.c.receiver,
            func.count().filter(rows.OPEN).label("open"),
            func.min(outbox.c.created_at).filter(rows.OPEN).label("oldest"),
            func.count().filter(outbox.c.dead_at.is_not(None)).label("dead"),
            func.count().label("total"),
        )
        .group_by(outbox.c.receiver)
        .order_by(outbox.c.receiver)
    )
    return [
        {
            "sender": sender,
            "receiver": row.receiver,
            "open": row.open,
            "oldest_seconds": round((now - row.oldest).total_seconds()) if row.oldest else 0,
            "dead": row.dead,
            "total": row.total,
        }
        for row in found
    ]


def _dead(session: Session) -> list[dict[str, Any]]:
    found = session.execute(
        select(outbox).where(outbox.c.dead_at.is_not(None)).order_by(outbox.c.dead_at.desc()).limit(SHOWN)
    )
    return [
        {
            "id": str(row.id),
            "receiver": row.receiver,
            "kind": row.kind,
            "version": row.version,
            "case_no": row.case_no,
            "sequence": row.sequence,
            "dead_at": row.dead_at,
            "reason": row.dead_reason,
            "replays": row.replays,
            "body": masked(row.body),
        }
        for row in found
    ]


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
    try:
        return {name: int(client.llen(name)) for name in queues(service.name)}  # type: ignore[arg-type]
    except RedisError:
        return None
    finally:
        client.close()


def _jobs(session: Session, jobs: tuple[Job, ...], now: datetime) -> list[dict[str, Any]]:
    last = timed.last_runs(session)
    return [
        {
            "job": job.name,
            "every_seconds": round(job.every.total_seconds()),
            "last_run": last.get(job.name, {}).get("finished_at"),
            "outcome": last.get(job.name, {}).get("outcome", ""),
            "next_run": job.slot(now) + job.every,
        }
        for job in jobs
    ]


def masked(body: Any, key: str = "") -> Any:
    """A message's body with every text hidden that could name a person; codes, numbers and dates stay."""
    if isinstance(body, dict):
        return {name: masked(value, name) for name, value in body.items()}
    if isinstance(body, list):
        return [masked(value, key) for value in body]
    return body if key in READABLE or not isinstance(body, str) else "•••"
