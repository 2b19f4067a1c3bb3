"""The pool of a worker that does one task at a time: in its own process, within its limits of time.

Celery's usual pool keeps a parent and a child that do the work of one, and hand each task over between them: half of an
idle worker's memory, and a third of what a handoff costs it. Its pool without a child (``solo``) knows no limits of
time; here the gentle one is raised within the task, and at the hard one the process ends itself, whatever it hangs in.
Whoever runs it starts it again, and the broker gives the message again.
"""

from __future__ import annotations

import faulthandler
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from billiard.exceptions import SoftTimeLimitExceeded
from celery.concurrency import solo
from celery.concurrency.base import apply_target

POOL = f"{__name__}:TaskPool"


class TaskPool(solo.TaskPool):
    """What Celery asks of a pool; ``soft_timeout`` and ``timeout`` (seconds) are the limits where a task has none."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.on_apply = self._apply

    def _apply(
        self,
        target: Callable[..., Any],
        *args: Any,
        soft_timeout: float | None = None,
        timeout: float | None = None,
        **options: Any,
    ) -> None:
        soft = soft_timeout or self.options.get("soft_timeout")
        hard = timeout or self.options.get("timeout")

        def timed(*given: Any, **named: Any) -> Any:
            with within(soft, hard):
                return target(*given, **named)

        apply_target(timed, *args, **options)


@contextmanager
def within(soft: float | None, hard: float | None) -> Iterator[None]:
    """Raise SoftTimeLimitExceeded in the main thread after ``soft`` seconds; end the process after ``hard``.

    The hard end is a timer of the C library's level: it needs neither this thread nor the interpreter's lock, and
    leaves what every thread was doing in the log.
    """
    before = signal.signal(signal.SIGALRM, _too_long)
    signal.setitimer(signal.ITIMER_REAL, soft or 0)
    if hard:
        faulthandler.dump_traceback_later(hard, exit=True, file=sys.__stderr__ or sys.stderr)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        faulthandler.cancel_dump_traceback_later()
        signal.signal(signal.SIGALRM, before)


def _too_long(*_: object) -> None:
    raise SoftTimeLimitExceeded
