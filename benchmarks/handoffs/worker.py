"""The worker that is measured: review's own settings and queues, an effect that is one audit line, and a no-op task.

Each notes in a file when it happened: one line with the message's id and the machine's monotonic clock in ns. Beside
it stand ``<id>:begun`` (the task started), ``<id>:sql`` and ``<id>:commit`` (ns spent in statements and in commit).
"""

from __future__ import annotations

import os
import time
from collections import Counter
from typing import Any

from celery.signals import worker_process_init
from sqlalchemy import event

from services.handoffs import relay
from services.handoffs.contracts import CONTRACTS
from services.handoffs.envelope import Envelope
from services.handoffs.inbox import Inbox
from services.shared.config import office, settings
from services.shared.jobs import worker
from services.shared.unit_of_work import Work, build

JOURNAL = os.open(os.environ["BENCH_JOURNAL"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
NAME = os.environ["BENCH_SERVICE"]

_values = settings.load()
service = build(NAME, _values, office.load(_values.office_file))
app = worker.make_app(NAME, _values)
spent: Counter[str] = Counter()


def note(moments: dict[str, int]) -> None:
    """Write what happened, in one piece."""
    os.write(JOURNAL, "".join(f"{name} {value}\n" for name, value in moments.items()).encode())


def effect(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """The inbox itself writes the audit line of an effect; nothing more is done here."""


_inbox = Inbox(CONTRACTS, {c.kind: effect for c in CONTRACTS.all if c.receiver == NAME})
_relay = relay.attach(app, service, _inbox)


def _receive(items: list[dict[str, Any]]) -> None:
    """The product's task, with a note of the moment at which the effect is committed."""
    begun = time.monotonic_ns()
    spent.clear()
    answers = relay.take(service, _inbox, [Envelope.from_dict(item) for item in items])
    done = time.monotonic_ns()
    _relay.acknowledge(answers)
    moments = {item["id"]: done for item in items}
    if len(items) == 1:
        name = items[0]["id"]
        moments |= {f"{name}:begun": begun, f"{name}:sql": spent["sql"], f"{name}:commit": spent["commit"]}
    note(moments)


app.tasks[f"{NAME}.receive"].run = _receive


@app.task(name="bench.noop", shared=False, taken_from=NAME, sent_by=("intake",))
def noop(identifier: str) -> None:
    """Does nothing but tell when it started."""
    note({identifier: time.monotonic_ns()})


def _clock_statements() -> None:
    """Add up the time spent in statements and in the commit of each task."""
    engine, begun = service.database.engine, Counter[str]()

    @event.listens_for(engine, "before_cursor_execute")
    def _before(*_: Any) -> None:
        begun["sql"] = time.monotonic_ns()

    @event.listens_for(engine, "after_cursor_execute")
    def _after(*_: Any) -> None:
        spent["sql"] += time.monotonic_ns() - begun["sql"]

    dialect, commit = engine.dialect, engine.dialect.do_commit

    def _commit(connection: Any) -> None:
        begun["commit"] = time.monotonic_ns()
        commit(connection)
        spent["commit"] += time.monotonic_ns() - begun["commit"]

    dialect.do_commit = _commit  # type: ignore[method-assign]


@worker_process_init.connect(weak=False)
def _in_the_child(**_: Any) -> None:
    service.database.dispose()
    _clock_statements()
