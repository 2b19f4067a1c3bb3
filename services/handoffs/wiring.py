"""Puts a service together for its worker: connections, handoff tasks, ticks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from celery import Celery

from services.handoffs import relay
from services.handoffs.contracts import CONTRACTS
from services.handoffs.inbox import Handler, Inbox
from services.handoffs.operations import heartbeat
from services.shared.calendar import clock
from services.shared.config import office, settings
from services.shared.data.database import Database
from services.shared.jobs import schedule, worker
from services.shared.notices.sending import Recipients, Sender
from services.shared.observability import logs
from services.shared.unit_of_work import build


def worker_app(
    name: str, handlers: Mapping[str, Handler], jobs: Iterable[schedule.Job], recipients: Recipients | None = None
) -> Celery:
    """The Celery app of a service's worker, with its handoff tasks, its timed jobs and its notices.

    ``recipients`` is for a service whose notices go to others than the staff.
    """
    values = settings.load()
    logs.configure(f"{name} worker")
    service = build(name, values, office.load(values.office_file))
    app = worker.make_app(name, values)
    relay.attach(app, service, Inbox(CONTRACTS, handlers))
    todo = tuple(jobs)

    # An archive package of large media takes minutes; still less than the visibility timeout (600 s).
    @app.task(**worker.tick_rule(name, "tick"), soft_time_limit=540, time_limit=570)
    def tick() -> None:
        with service.database.transaction() as session:
            heartbeat.sign(session, heartbeat.BEAT, clock.now())
        schedule.run_due(service, todo, clock.now())

    heartbeat.attach(Database(values.database_url, pool_size=1), app.sigap_gate.refusals)
    sender = Sender(service, recipients or Recipients())

    # Apart from the timed jobs, so that a mail server that hangs keeps none of them waiting.
    @app.task(**worker.tick_rule(name, "notices"))
    def notices() -> None:
        sender.run()

    worker.check_rules(app)
    worker.after_fork(service)
    return app
