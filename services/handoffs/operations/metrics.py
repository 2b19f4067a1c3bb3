"""The same facts for Prometheus, in its text format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

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
        _gauge(registry, measure.name, measure.words, ["service"], {(status.service,): value})
    _pairs(registry, status)
    _jobs(registry, status)
    _processes(registry, status)
    _refused(registry, status)
    return generate_latest(registry)


def _gauge(registry: CollectorRegistry, name: str, words: str, labels: list[str], values: Mapping[Any, float]) -> None:
    gauge = Gauge(name, words, labels, registry=registry)
    for told, value in values.items():
        gauge.labels(*told).set(value)


def _pairs(registry: CollectorRegistry, status: Status) -> None:
    for name, words, key in (
        ("sigap_handoffs_unacknowledged", "Handoffs not acknowledged yet", "open"),
        ("sigap_handoffs_oldest_seconds", "Age of the oldest open handoff", "oldest_seconds"),
        ("sigap_handoffs_dead", "Handoffs refused by their receiver", "dead"),
    ):
        values = {(row["sender"], row["receiver"]): row[key] for row in status.pairs}
        _gauge(registry, name, words, ["sender", "receiver"], values)


def _processes(registry: CollectorRegistry, status: Status) -> None:
    queues = {(name,): count for name, count in (status.queues or {}).items()}
    _gauge(registry, "sigap_queue_length", "Tasks waiting in a queue", ["queue"], queues)
    seen = {(status.service, one["worker"]): (status.at - one["seen_at"]).total_seconds() for one in status.workers}
    _gauge(registry, "sigap_worker_seen_seconds", "Since a worker was seen last", ["service", "worker"], seen)
    tick = status.beat_at.timestamp() if status.beat_at else None
    for name, words, known in (
        ("sigap_handoffs_held", "Messages held in the inbox", sum(row["count"] for row in status.held)),
        ("sigap_broker_up", "Whether the broker answers", status.queues is not None),
        ("sigap_store_up", "Whether the object store answers", status.store_answers),
        ("sigap_beat_last_tick_timestamp", "When a tick was taken last", tick),
    ):
        _gauge(registry, name, words, ["service"], {} if known is None else {(status.service,): known})


def _jobs(registry: CollectorRegistry, status: Status) -> None:
    labels, jobs = ["service", "job"], {(status.service, job["job"]): job for job in status.jobs}
    failing = {told: job["failing"]["times"] if job["failing"] else 0 for told, job in jobs.items()}
    _gauge(registry, "sigap_job_failures", "Failed tries since a timed job ran well", labels, failing)
    run = {told: job["last_run"].timestamp() for told, job in jobs.items() if job["last_run"]}
    _gauge(registry, "sigap_job_last_run_timestamp", "When a timed job ran last", labels, run)


def _tasks(registry: CollectorRegistry, service: str, tasks: Iterable[Counted]) -> None:
    labels = ["service", "task", "outcome"]
    number = Counter("sigap_tasks_total", "Tasks ended, done or failed", labels, registry=registry)
    seconds = Counter("sigap_task_seconds_total", "Time that tasks took", labels, registry=registry)
    for one in tasks:
        number.labels(service, one.task, one.outcome).inc(one.number)
        seconds.labels(service, one.task, one.outcome).inc(one.seconds)


def _refused(registry: CollectorRegistry, status: Status) -> None:
    words = "Messages that a worker's gate refused, or took unsigned"
    number = Counter("sigap_tasks_refused_total", words, ["service", "queue", "sender", "reason"], registry=registry)
    for row in status.refused:
        number.labels(status.service, row["queue"], row["sender"], row["reason"]).inc(row["times"])


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
