"""Carries messages: publishes after commit, receives, acknowledges, and sweeps what was not acknowledged.

``attach`` gives a service's Celery app its three handoff tasks:
``<service>.receive``, ``<service>.acknowledge`` and ``<service>.sweep``.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import structlog
from celery import Celery
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from services.handoffs import outbox
from services.handoffs.contracts import CONTRACTS
from services.handoffs.envelope import Acknowledgement, Envelope
from services.handoffs.inbox import Inbox
from services.shared.calendar import clock
from services.shared.errors import Unavailable
from services.shared.jobs import sending, worker
from services.shared.observability import correlation, logs, tracing
from services.shared.rights.people import SYSTEM
from services.shared.unit_of_work import Service

log = structlog.get_logger(__name__)

BATCH = 50  # messages in one task
CLAIM = 500  # rows claimed by one sweep
SWEEP_SECONDS = 0.9  # of work; then others have their turn at this worker
PACE = 1.0  # seconds from one sweep to the next while there is something to send
LONG_QUEUE = 40  # tasks waiting in a queue before the sweeper leaves its receiver alone
PAUSE_AFTER_FAILURE = 5.0  # seconds in which a web process does not try a broker that just failed
BROKER_TROUBLE = (BrokerError, RedisError, OSError)


class Relay:
    """Publishes for one service over one Celery app."""

    def __init__(self, app: Celery, service: Service) -> None:
        self._app = app
        self._service = service
        self._receivers = [receiver for sender, receiver in CONTRACTS.pairs() if sender == service.name]
        self._paused_until = 0.0
        self._tick = worker.tick(service.name, "sweep")
        self._due_in: float | None = None  # seconds, as the last sweep saw it
        self.next_sweep: threading.Timer | None = None  # what ``sweep_again`` has begun

    def publish(self, envelopes: list[Envelope]) -> bool:
        """Send messages just committed; False (and a log line) where the broker does not take them.

        A failure does no harm: the rows are in the outbox and the sweeper sends them.
        """
        if time.monotonic() < self._paused_until:
            return False
        try:
            for receiver, group in _by_receiver(envelopes):
                for chunk in _chunks(group):
                    self._send(f"{receiver}.receive", receiver, [e.as_dict() for e in chunk])
        except BROKER_TROUBLE as error:
            self._paused_until = time.monotonic() + PAUSE_AFTER_FAILURE
            log.warning("broker does not take messages, they wait in the outbox", error=type(error).__name__)
            return False
        return True

    def wake(self, word: str) -> bool:
        """Tell a process of this service, by the queue ``<service>.<word>``, to look at its table.

        What it is to do stands there, so that nothing is lost with the word; False where the broker does not take it.
        """
        if time.monotonic() < self._paused_until:
            return False
        name = f"{self._service.name}.{word}"
        try:
            self._send(name, name, [])
        except BROKER_TROUBLE as error:
            self._paused_until = time.monotonic() + PAUSE_AFTER_FAILURE
            log.warning("broker does not take a word", word=word, error=type(error).__name__)
            return False
        return True

    def acknowledge(self, answers: Iterable[Acknowledgement]) -> None:
        """Tell each sender what became of its messages; a lost acknowledgement is answered again on the re-send."""
        grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for answer in answers:
            grouped[answer.sender].append(vars(answer))
        for sender, items in grouped.items():
            self._send(f"{sender}.acknowledge", f"{sender}.acks", items)

    def sweep(self) -> int:
        """Send every message whose time has come, for at most a second; returns how many were sent."""
        wiped, busy = self._look_at_broker()
        if wiped:
            self._all_due_now()
        service, sent, end = self._service, 0, time.monotonic() + SWEEP_SECONDS
        self._paused_until = 0.0
        with service.database.looking() as line:  # mostly nothing is due: one question says so
            self._due_in = outbox.due_in(line, service.settings.resend_after)
        if self._due_in is None or self._due_in > 0:
            return 0
        while time.monotonic() < end:
            with service.database.transaction() as session:
                due = outbox.claim_due(session, service.name, service.settings.resend_after, CLAIM, busy)
                self._due_in = 0.0 if due else outbox.due_in(session, service.settings.resend_after)
            if not due:
                break
            if not self.publish(due):
                self._due_in = None
                break
            sent += len(due)
            _, busy = self._look_at_broker()
        return sent

    def sweep_again(self) -> None:
        """After a sweep: have the next when the next message is due, where that is before the beat's next tick."""
        pause = self._due_in
        if pause is None or pause >= self._tick.every or (self.next_sweep and self.next_sweep.is_alive()):
            return
        self.next_sweep = threading.Timer(max(PACE, pause), self._tick_now)
        self.next_sweep.daemon = True
        self.next_sweep.start()

    def _tick_now(self) -> None:
        try:
            sending.send(self._app, self._tick.task, self._tick.queue, expires=self._tick.expires)
        except BROKER_TROUBLE as error:
            log.info("no sweep before the next tick", error=type(error).__name__)

    def _send(self, task: str, queue: str, items: list[dict[str, Any]]) -> None:
        with tracing.publishing(task, queue, len(items)):
            sending.send(self._app, task, queue, [items])

    def _look_at_broker(self) -> tuple[bool, list[str]]:
        """Whether it lost its memory, and the receivers whose queue is long already: more would only be copies.

        A key that only we set is gone when the memory was. One question over a connection that is kept.
        """
        with self._app.pool.acquire(block=True) as connection:
            pipe = connection.default_channel.client.pipeline(transaction=False)
            pipe.set(f"sigap:{self._service.name}:sentinel", clock.now().isoformat(), nx=True)
            for name in self._receivers:
                pipe.llen(name)
            wiped, *lengths = pipe.execute()
        return bool(wiped), [name for name, length in zip(self._receivers, lengths, strict=True) if length > LONG_QUEUE]

    def _all_due_now(self) -> None:
        with self._service.database.transaction() as session:
            count = outbox.all_due_now(session)
        if count:
            log.warning("the broker lost its memory, open messages are sent again", messages=count)


def attach(app: Celery, service: Service, inbox: Inbox) -> Relay:
    """Register the handoff tasks of a service on its Celery app; returns its relay."""
    relay = Relay(app, service)
    service.publisher, service.waker = relay.publish, relay.wake
    name = service.name
    givers = tuple(sender for sender, receiver in CONTRACTS.pairs() if receiver == name)
    takers = tuple(receiver for sender, receiver in CONTRACTS.pairs() if sender == name)
    messages = {"sent_by": givers, "holds": staticmethod(lambda sender, args: _says(args, sender, "sender", name))}
    answered = {"sent_by": takers, "holds": staticmethod(lambda sender, args: _says(args, sender, "receiver", name))}

    @app.task(name=f"{name}.receive", shared=False, taken_from=name, **messages)
    def receive(items: list[dict[str, Any]]) -> None:
        logs.about(_cases(items))
        own = correlation.current()
        answers = take(service, inbox, [Envelope.from_dict(item) for item in items])
        correlation.begin(own)
        _note("taken", answers)
        relay.acknowledge(answers)

    @app.task(name=f"{name}.acknowledge", shared=False, taken_from=f"{name}.acks", **answered)
    def acknowledge(items: list[dict[str, Any]]) -> None:
        logs.about(_cases(items))
        answers = [Acknowledgement.from_dict(item) for item in items]
        with service.database.transaction() as session:
            outbox.settle(session, answers, clock.now())
        _note("acknowledged", answers)

    @app.task(**worker.tick_rule(name, "sweep", name))
    def sweep() -> None:
        relay.sweep()
        relay.sweep_again()

    return relay


def _says(args: list[Any], speaker: str | None, role: str, own: str) -> bool:
    """Whether every message or answer of a task is the speaker's own, in this role of the two, and is for us.

    An unsigned one of the release before has no speaker, and its answers do not say who gives them.
    """
    (items,) = args
    ours = {"sender": "receiver", "receiver": "sender"}[role]
    spoken = all(speaker is None or item[role] == speaker for item in items)
    return bool(items) and spoken and all(item[ours] == own for item in items)


def take(service: Service, inbox: Inbox, envelopes: list[Envelope]) -> list[Acknowledgement]:
    """Take a batch in one transaction; returns an acknowledgement for each message that is settled.

    The batch is tried as a whole first, which is quick; only when that fails is it taken one by one.

    Raises:
        Unavailable: a server of ours does not answer; nothing is acknowledged and all come again.
    """
    try:
        with service.work(SYSTEM) as work:
            return inbox.take(work, envelopes, careful=False)
    except Unavailable:
        raise
    except Exception:  # whatever it is, the careful round finds whose fault it is
        with service.work(SYSTEM) as work:
            return inbox.take(work, envelopes, careful=True)


def _note(what: str, answers: Iterable[Acknowledgement]) -> None:
    """One line a message, under the correlation id of the request that it came from."""
    for answer in answers:
        facts = {"case": answer.case_no, "message": answer.id, "outcome": answer.outcome}
        log.info(f"handoff {what}", **facts, correlation_id=answer.correlation_id or correlation.current())


def _cases(items: list[dict[str, Any]]) -> str:
    """The case of a task, or the first of several and how many more."""
    cases = sorted({item.get("case_no", "") for item in items})
    return cases[0] + (f" and {len(cases) - 1} more" if len(cases) > 1 else "")


def _by_receiver(envelopes: Iterable[Envelope]) -> list[tuple[str, list[Envelope]]]:
    groups: dict[str, list[Envelope]] = defaultdict(list)
    for envelope in envelopes:
        groups[envelope.receiver].append(envelope)
    return sorted(groups.items())


def _chunks(envelopes: list[Envelope]) -> Iterable[list[Envelope]]:
    return (envelopes[start : start + BATCH] for start in range(0, len(envelopes), BATCH))
