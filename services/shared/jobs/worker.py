"""Every Celery setting of the project, with its reason. Queues, web publisher, workers and beat come from here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from celery import Celery, Task
from celery.signals import worker_process_init
from kombu import Queue

from services.shared.config.settings import BrokerSettings
from services.shared.jobs import alone, broker
from services.shared.jobs.gate import Gate
from services.shared.jobs.proofs import Known, Signer
from services.shared.jobs.task_counts import TaskCounts
from services.shared.observability import correlation, logs, tracing

if TYPE_CHECKING:
    from services.shared.unit_of_work import Service  # with the database's library, which the beat need not load


def queues(name: str) -> tuple[str, ...]:
    """The queues of one service: handoffs, acknowledgements, ticks. Kombu serves them in turn, so none starves."""
    return (name, f"{name}.acks", f"{name}.ticks")


BEAT = "beat"  # who sends the ticks
PREFETCH = 4  # messages that a worker reserves for each of its children


class NoRule(Exception):
    """A task does not say by which queue it may come and from whom; the worker must not start."""


class WrongQueue(Exception):
    """A task came by a queue that it is not taken from."""


class LoggedTask(Task):
    """Base of every task: carries the correlation id, writes one uniform line, and holds the task's rule.

    The gate (``gate.py``) asks that rule before a message becomes a task: ``taken_from``, the one queue by which it may
    come; ``sent_by``, whose signature it must bear; ``holds(sender, args)``, whether it speaks for that sender and to
    us (the sender is None for an unsigned one of the release before); ``good_for``, the seconds in which it may be
    played, once, where it says nothing that is known by a number.
    """

    abstract = True
    taken_from: str | None = None
    sent_by: tuple[str, ...] = ()
    good_for: float | None = None
    holds: Callable[[str | None, list[Any]], bool] = staticmethod(lambda _sender, _args: True)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        correlation.begin(self.request.get("sigap_correlation"))
        queue = (self.request.delivery_info or {}).get("routing_key", "")
        if not self.request.called_directly and queue != self.taken_from:
            raise WrongQueue(f"{self.name} came by the queue {queue!r} and is only taken from {self.taken_from!r}")
        counts: TaskCounts | None = getattr(self.app, "sigap_counts", None)
        traced = tracing.task(self.name, queue, self.request.get("traceparent"))
        with traced, logs.task_line(self.name, queue, counts.note if counts else None):
            return super().__call__(*args, **kwargs)


def make_app(name: str, settings: BrokerSettings, *, web: bool = False) -> Celery:
    """A Celery app for one service. ``web`` apps only publish, and give up after a second on a frozen broker."""
    broker.install()
    app = Celery(f"sigap.{name}", broker=settings.broker_url, task_cls=LoggedTask, set_as_current=False)
    app.conf.update(
        task_serializer="json",
        accept_content=["json"],
        timezone="UTC",
        task_ignore_result=True,  # no result backend: it cost 31 % of the throughput and nobody reads results
        task_acks_late=True,  # a worker killed in mid-task leaves the message on the broker
        task_reject_on_worker_lost=True,
        task_publish_retry=False,  # the outbox is the retry
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        worker_pool=alone.POOL,  # unless its command names another: one for several tasks at a time
        worker_prefetch_multiplier=PREFETCH,
        worker_soft_shutdown_timeout=20,
        worker_cancel_long_running_tasks_on_connection_loss=True,
        worker_hijack_root_logger=False,
        worker_send_task_events=False,
        worker_enable_remote_control=False,
        task_soft_time_limit=60,
        task_time_limit=90,
        task_create_missing_queues=True,
        task_default_queue=name,
        task_queues=[Queue(queue) for queue in queues(name)],
        broker_transport_options=_transport(name, web=web) | {"global_keyprefix": settings.broker_prefix},
    )
    app.sigap_counts = TaskCounts(settings.broker_url, name, settings.broker_prefix)
    _prove(app, name, settings, web=web)
    return app


def _prove(app: Celery, name: str, settings: BrokerSettings, *, web: bool) -> None:
    """Give the app the key that it signs with, and a worker its gate. Raises NoKey."""
    known = Known(settings.task_keys)
    key = settings.task_key.get_secret_value() if settings.task_key else ""
    app.sigap_signer = Signer(name, key) if key else None
    if app.sigap_signer:
        known.check(app.sigap_signer)
    if not web:
        app.sigap_gate = Gate(app, known, accepts_unsigned=settings.unsigned_tasks == "accept")
        app.conf.broker_transport_options["gate"] = app.sigap_gate


def check_rules(app: Celery) -> None:
    """Raise NoRule, naming them all, where tasks of ours have no rule."""
    missing = [name for name, task in app.tasks.items() if not name.startswith("celery.") and not _ruled(app, task)]
    if missing:
        raise NoRule(f"tasks without a queue they may come by: {', '.join(sorted(missing))}")


def _ruled(app: Celery, task: Any) -> bool:
    queue, senders = getattr(task, "taken_from", None), getattr(task, "sent_by", ())
    return bool(senders) and queue in {queue.name for queue in app.conf.task_queues}


def _transport(name: str, *, web: bool) -> dict[str, Any]:
    common = {
        # Each service's own, so that its user of the broker needs no right on another's messages under way.
        "unacked_key": f"{name}.unacked",
        "unacked_index_key": f"{name}.unacked_index",
        "unacked_mutex_key": f"{name}.unacked_mutex",
        "priority_steps": [0],  # we use none; each step would be a queue of its own
        "visibility_timeout": 600,  # the same everywhere: the shortest of any app wins
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "health_check_interval": 10,
        "socket_keepalive": True,
    }
    if web:  # without these a frozen broker blocked send_task for good; with them it fails in a second
        return {**common, "socket_timeout": 1, "socket_connect_timeout": 1, "max_retries": 0, "retry_on_timeout": False}
    return {**common, "socket_timeout": 10, "socket_connect_timeout": 3}


def after_fork(service: Service) -> None:
    """A forked worker child must not share the parent's database connections, and sends spans of its own."""

    @worker_process_init.connect(weak=False)
    def _fresh(**_: Any) -> None:
        service.database.dispose()
        service.staff.dispose()
        tracing.begin(service.name, "worker", service.settings.otlp_endpoint)


class Tick(NamedTuple):
    """A task that the beat sends every so many seconds; one that nobody took in ``expires`` seconds is dropped."""

    task: str
    queue: str
    every: float
    expires: float


def tick(name: str, what: str) -> Tick:
    """One of a service's ticks, by its word."""
    return next(one for one in ticks(name) if one.task == f"{name}.{what}")


def tick_rule(name: str, what: str, *others: str) -> dict[str, Any]:
    """The rule of the task that takes a tick: once, from the beat (or ``others``), as long as the tick is good for."""
    one, senders = tick(name, what), (BEAT, *others)
    return {"name": one.task, "shared": False, "taken_from": one.queue, "sent_by": senders, "good_for": one.expires}


def ticks(name: str) -> list[Tick]:
    """The beat's ticks for one service: sweeper, timed jobs, notices.

    What is committed is sent at once and a sweeper wakes itself while rows are left, so its tick finds only what a
    process left that was killed, or a broker that was away.
    """
    queue = f"{name}.ticks"
    return [
        Tick(f"{name}.sweep", queue, 10, 20),
        Tick(f"{name}.tick", queue, 10, 20),
        Tick(f"{name}.notices", queue, 5, 10),
    ]
