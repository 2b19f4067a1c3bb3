"""Puts a service together for a web process or for a worker: connections, relay, tasks, ticks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta

from celery import Celery

from services.handoffs import outbox, relay
from services.handoffs.contracts import CONTRACTS
from services.handoffs.inbox import Handler, Inbox
from services.shared import clock, logs, office, settings, timed, worker
from services.shared.work import Service, build

LATE = timedelta(minutes=1)


def web_service(name: str, given: settings.Settings | None = None) -> Service:
    """A service for a web process: it publishes, and gives up quickly on a broker that does not answer.

    Raises:
        SettingsError: settings or office file are missing or wrong.
    """
    values = given or settings.load()
    logs.configure(f"{name} web")
    service = build(name, values, office.load(values.office_file))
    service.publisher = relay.Relay(worker.make_app(name, values, web=True), service).publish
    return service


def handoffs_late(service: Service) -> bool:
    """Whether a handoff of this service waits for more than a minute, or lies dead: all staff see a banner."""
    with service.reading() as session:
        return outbox.is_late(session, clock.now() - LATE)


def worker_app(name: str, handlers: Mapping[str, Handler], jobs: Iterable[timed.Job]) -> Celery:
    """The Celery app of a service's worker, with its handoff tasks and its timed jobs."""
    values = settings.load()
    logs.configure(f"{name} worker")
    service = build(name, values, office.load(values.office_file))
    app = worker.make_app(name, values)
    relay.attach(app, service, Inbox(CONTRACTS, handlers))
    todo = tuple(jobs)

    @app.task(name=f"{name}.tick", shared=False)
    def tick() -> None:
        timed.run_due(service, todo, clock.now())

    worker.dispose_after_fork(service)
    return app
