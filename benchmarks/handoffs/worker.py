"""The worker that is measured: review's own settings and queues, an effect that is one audit line, and a no-op task.

Each notes when it happened in a file: one line with the message's id and the machine's monotonic clock in ns.
"""

from __future__ import annotations

import os
import time
from typing import Any

from services.handoffs import relay
from services.handoffs.contracts import CONTRACTS
from services.handoffs.envelope import Envelope
from services.handoffs.inbox import Inbox
from services.shared import office, settings, worker
from services.shared.work import Work, build

JOURNAL = os.open(os.environ["BENCH_JOURNAL"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
NAME = os.environ["BENCH_SERVICE"]

_values = settings.load()
service = build(NAME, _values, office.load(_values.office_file))
app = worker.make_app(NAME, _values)


def note(ids: list[str]) -> None:
    """Write that these happened now."""
    moment = time.monotonic_ns()
    os.write(JOURNAL, "".join(f"{i} {moment}\n" for i in ids).encode())


def effect(work: Work, envelope: Envelope, body: dict[str, Any]) -> None:
    """The inbox itself writes the audit line of an effect; nothing more is done here."""


_relay = relay.attach(app, service, Inbox(CONTRACTS, {c.kind: effect for c in CONTRACTS.all if c.receiver == NAME}))
_receive = app.tasks[f"{NAME}.receive"].run


def _noted(items: list[dict[str, Any]]) -> None:
    _receive(items)
    note([item["id"] for item in items])


app.tasks[f"{NAME}.receive"].run = _noted


@app.task(name="bench.noop", shared=False)
def noop(identifier: str) -> None:
    """Does nothing but tell when it started."""
    note([identifier])


worker.dispose_after_fork(service)
