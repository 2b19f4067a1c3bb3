"""The one way by which anything leaves for the broker: a task, signed by this process's key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from celery import Celery

from services.shared.calendar import clock
from services.shared.jobs.proofs import HEADER, NoKey, Signer
from services.shared.observability import correlation, tracing

# Who sends puts into the queue and declares nothing: its user of the broker has no right on the receiver's bindings.
UNDECLARED: dict[str, Any] = {"declare": []}


def send(app: Celery, task: str, queue: str, args: Sequence[Any] = (), *, expires: float | None = None) -> None:
    """Sign a task and put it into a queue; one that nobody took in ``expires`` seconds is dropped.

    Raises:
        NoKey: this process is none that sends. kombu's OperationalError, RedisError, OSError: the broker does not take
        it.
    """
    signer: Signer | None = app.sigap_signer
    if signer is None:
        raise NoKey(f"{app.main} was given no SIGAP_TASK_KEY, so it sends nothing")
    carried = {"sigap_correlation": correlation.current(), **tracing.headers()}
    proof = signer.sign(task, queue, args, carried, clock.now().timestamp())
    headers = {**carried, HEADER: proof}
    app.send_task(task, args=list(args), queue=queue, headers=headers, expires=expires, **UNDECLARED)
