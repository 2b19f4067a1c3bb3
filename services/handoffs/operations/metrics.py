"""The same facts for Prometheus, in its text format."""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest

from services.handoffs.operations.status import Status
from services.shared.jobs.task_counts import Counted
from services.shared.notices import status as notices
from services.shared.observability.measures import Measure


def render(
    status: Status, channels: notices.Status, tasks: Iterable[Counted] = (), own: Iterable[tuple[Measure, float]] = ()
) -> bytes:
    """The metrics of one service, with its ``own`` measures. Nothing in them names a person or a case."""
    registry = CollectorRegistry()
    _notices(registry, channels)
    _tasks(registry, status.service, tasks)
    for measure, value in own:
        Gauge(measure.name, measure.words, ["service"], registry=registry).labels(status.service).set(value)
    pair = ["sender", "receiver"]
    unacked = Gauge("sigap_handoffs_unacknowledged", "Handoffs not acknowledged yet", pair, registry=registry)
    oldest = Gauge("sigap_handoffs_oldest_seconds", "Age of the oldest open handoff", pair, registry=registry)
    dead = Gauge("sigap_handoffs_dead", "Handoffs refused by their receiver", pair, registry=registry)
    for row in status.pairs:
        labels = (row["sender"], row["receiver"])
        unacked.labels(*labels).set(row["open"])
        oldest.labels(*labels).set(row["oldest_seconds"])
        dead.labels(*labels).set(row["dead"])
    held = Gauge("sigap_handoffs_held", "Messages held in the inbox", ["service"], registry=registry)
    held.labels(status.service).set(sum(row["count"] for row in status.held))
    length = Gauge("sigap_queue_length", "Tasks waiting in a queue", ["queue"], registry=registry)
    for name, count in (status.queues or {}).items():
        length.labels(name).set(count)
    broker = Gauge("sigap_broker_up", "Whether the broker answers", ["service"], registry=registry)
    broker.labels(status.service).set(status.queues is not None)
    store = Gauge("sigap_store_up", "Whether the object store answers", ["service"], registry=registry)
    store.labels(status.service).set(status.store_answers)
    seen = Gauge("sigap_worker_seen_seconds", "Since a worker was seen last", ["service", "worker"], registry=registry)
    for worker in status.workers:
        seen.labels(status.service, worker["worker"]).set((status.at - worker["seen_at"]).total_seconds())
    tick = Gauge("sigap_beat_last_tick_timestamp", "When a tick was taken last", ["service"], registry=registry)
    if status.beat_at:
        tick.labels(status.service).set(status.beat_at.timestamp())
    failing = Gauge(
        "sigap_job_failures", "Failed tries since a timed job ran well", ["service", "job"], registry=registry
    )
    run = Gauge("sigap_job_last_run_timestamp", "When a timed job ran last", ["service", "job"], registry=registry)
    for job in status.jobs:
        failing.labels(status.service, job["job"]).set(job["failing"]["times"] if job["failing"] else 0)
        if job["last_run"]:
            run.labels(status.service, job["job"]).set(job["last_run"].timestamp())
    return generate_latest(registry)


def _tasks(registry: CollectorRegistry, service: str, tasks: Iterable[Counted]) -> None:
    labels = ["service", "task", "outcome"]
    number = Counter("sigap_tasks_total", "Tasks ended, done or failed", labels, registry=registry)
    seconds = Counter("sigap_task_seconds_total", "Time that tasks took", labels, registry=registry)
    for one in tasks:
        number.labels(service, one.task, one.outcome).inc(one.number)
        seconds.labels(service, one.task, one.outcome).inc(one.seconds)


def _notices(registry: CollectorRegistry, status: notices.Status) -> None:
    labels = ["service", "channel"]
    waiting = Gauge("sigap_notices_waiting", "Notices not sent yet", labels, registry=registry)
    oldest = Gauge("sigap_notices_oldest_seconds", "Age of the oldest notice not sent yet", labels, registry=registry)
    failed = Gauge("sigap_notices_failed", "Notices that could not be sent", labels, registry=registry)
    last = Gauge("sigap_notices_last_sent_timestamp", "When a notice was sent last", labels, registry=registry)
    for channel in status.channels:
        names = (status.service, str(channel.via))
        waiting.labels(*names).set(channel.waiting)
        oldest.labels(*names).set((status.at - channel.oldest).total_seconds() if channel.oldest else 0)
        failed.labels(*names).set(channel.failed)
        if channel.last_sent:
            last.labels(*names).set(channel.last_sent.timestamp())
